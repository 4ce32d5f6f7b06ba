'use client';

import { IconButton } from '@radix-ui/themes';
import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import {
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useId,
  useOptimistic,
  useRef,
  useState,
} from 'react';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import { toast } from './toast.ts';

type Item = { id: string; name: string; content: ReactNode };
type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/**
 * A list whose order counts: each line can be dragged, or moved by its two buttons, which also work without scripts.
 * Posts the ids in their new order as `order`. Without an action it is only a list.
 */
export function ReorderList({
  items,
  action,
  environmentId,
  label,
}: {
  items: readonly Item[];
  action: Action | null;
  environmentId: string;
  label: string;
}) {
  const [state, dispatch] = useActionState<FormState<never>, FormData>(action ?? unchanged, IDLE);
  const formId = useId();
  const ids = items.map(({ id }) => id);
  const [order, setOrder] = useOptimistic(ids);
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.status === 'saved') toast.success(state.message);
    if (state.status === 'refused') toast.error(state.message);
  }, [state]);
  const shown = order.flatMap((id) => items.find((item) => item.id === id) ?? []);
  const move = (id: string, to: number) => {
    const next = moved(order, id, to);
    if (next.join() === order.join() || !form.current) return;
    const posted = new FormData(form.current);
    posted.set('order', next.join());
    const name = items.find((item) => item.id === id)?.name ?? '';
    setSaid(`${name}: place ${next.indexOf(id) + 1} of ${next.length}`);
    startTransition(() => {
      setOrder(next);
      dispatch(posted);
    });
  };
  const movable = action !== null && items.length > 1;
  return (
    <>
      {/* Beside the list, not around it: its lines may hold forms of their own. */}
      {action && (
        <form ref={form} id={formId} action={dispatch}>
          <input type="hidden" name="environmentId" value={environmentId} />
        </form>
      )}
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
      <ul aria-label={label} className="m-0 list-none divide-y divide-(--gray-a4) p-0">
        {shown.map((item, index) => (
          <li
            key={item.id}
            className={`flex items-start gap-2 py-3 first:pt-0 last:pb-0 ${dragged === item.id ? 'opacity-50' : ''}`}
            draggable={movable && dragged === item.id}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', item.name);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (dragged !== null) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) move(dragged, index);
              setDragged(null);
            }}
          >
            {movable && (
              <span className="flex shrink-0 items-center pt-0.5">
                <span
                  aria-hidden
                  title="Drag to move"
                  className="hidden cursor-grab px-1 text-(--gray-a9) sm:block"
                  onPointerDown={() => setDragged(item.id)}
                  onPointerUp={() => setDragged(null)}
                >
                  <GripVertical size={15} />
                </span>
                <MoveButton
                  direction="up"
                  name={item.name}
                  form={formId}
                  disabled={index === 0}
                  order={moved(order, item.id, index - 1)}
                  onMove={() => move(item.id, index - 1)}
                />
                <MoveButton
                  direction="down"
                  name={item.name}
                  form={formId}
                  disabled={index === shown.length - 1}
                  order={moved(order, item.id, index + 1)}
                  onMove={() => move(item.id, index + 1)}
                />
              </span>
            )}
            <div className="min-w-0 flex-1">{item.content}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

function MoveButton({
  direction,
  name,
  form,
  disabled,
  order,
  onMove,
}: {
  direction: 'up' | 'down';
  name: string;
  form: string;
  disabled: boolean;
  order: readonly string[];
  onMove: () => void;
}) {
  const Icon = direction === 'up' ? ArrowUp : ArrowDown;
  return (
    <IconButton
      type="submit"
      form={form}
      name="order"
      value={order.join()}
      size="1"
      variant="ghost"
      color="gray"
      m="0"
      // Not `disabled`: a button that moved its line to the end keeps the focus.
      aria-disabled={disabled}
      className={disabled ? 'opacity-40' : ''}
      aria-label={`Move ${name} ${direction}`}
      onClick={(event) => {
        event.preventDefault();
        if (!disabled) onMove();
      }}
    >
      <Icon size={14} aria-hidden />
    </IconButton>
  );
}

function moved(order: readonly string[], id: string, to: number): string[] {
  const rest = order.filter((one) => one !== id);
  const at = Math.min(Math.max(0, to), rest.length);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

async function unchanged(previous: FormState<never>): Promise<FormState<never>> {
  return previous;
}
