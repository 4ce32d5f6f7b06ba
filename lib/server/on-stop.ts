import { setTimeout as wait } from 'node:timers/promises';

type Task = () => Promise<unknown>;

/** Longer than the jobs are given to come to their end. */
const LIMIT_MS = 8000;

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

/** Runs what was registered, latest first; a task that fails or does not end keeps no other from running. */
export async function runStopTasks(): Promise<void> {
  for (const task of tasks().splice(0).reverse()) {
    await Promise.race([task().catch(() => {}), wait(LIMIT_MS, undefined, { ref: false })]);
  }
}
