type Task = () => Promise<unknown>;

// Next bundles its own copy of this file; both find the same list under this key.
const KEY = Symbol.for('gatehouse.on-stop');

function tasks(): Task[] {
  const holder = globalThis as { [KEY]?: Task[] };
  holder[KEY] ??= [];
  return holder[KEY];
}

/** Has `task` run when the server stops: after the last request, before the database goes away. */
export function onStop(task: Task): void {
  tasks().push(task);
}

/** Runs what was registered, latest first; a task that fails does not keep the others from running. */
export async function runStopTasks(): Promise<void> {
  for (const task of tasks().splice(0).reverse()) await task().catch(() => {});
}
