'use client';

import {
  type ComponentProps,
  type ComponentType,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  useEffect,
  useRef,
} from 'react';
import { useLazy } from './lazy.ts';

/** What the fetched menu has to take as its trigger. */
export type MenuTrigger = { trigger: ReactElement };

const OPENING = new Set(['ArrowDown', 'ArrowUp']);

/**
 * A button whose menu is fetched when it is first opened. What was pressed by then is pressed again on the real one, so
 * that the focus goes where it goes for a keyboard or a mouse. `load` must be the same on every render.
 */
export function LazyMenu<Props extends object>({
  button,
  popup = 'menu',
  load,
  props,
}: {
  button: ReactElement<ComponentProps<'button'>>;
  popup?: 'menu' | 'listbox';
  load: () => Promise<ComponentType<Props & MenuTrigger>>;
  props: Props;
}) {
  const { Part, warm, show } = useLazy(load);
  const place = useRef<HTMLSpanElement>(null);
  const pressed = useRef<'key' | 'pointer' | null>(null);
  useEffect(() => {
    if (!Part || !pressed.current) return;
    const real = place.current?.querySelector('button');
    const again =
      pressed.current === 'key'
        ? new window.KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
        : new PointerEvent('pointerdown', { bubbles: true, cancelable: true, pointerType: 'mouse' });
    pressed.current = null;
    real?.focus();
    real?.dispatchEvent(again);
  }, [Part]);
  const want = (by: 'key' | 'pointer') => {
    pressed.current = by;
    void show();
  };
  return (
    <span ref={place} className="contents">
      {Part ? (
        <Part {...props} trigger={button} />
      ) : (
        cloneElement(button, {
          'aria-haspopup': popup,
          'aria-expanded': false,
          onPointerEnter: warm,
          onFocus: warm,
          onClick: (event: MouseEvent) =>
            // A listbox opens alike for both; its pointer has to be the one that pressed.
            want(event.detail === 0 || popup === 'listbox' ? 'key' : 'pointer'),
          onKeyDown: (event: KeyboardEvent) => {
            if (!OPENING.has(event.key)) return;
            event.preventDefault();
            want('key');
          },
        })
      )}
    </span>
  );
}
