/**
 * Fingers on the whole window: a long press is the right button, a press between small targets of a mimic asks which is meant, and what
 * only a resting pointer would tell is told to a long press. Listens before everything else; a mouse passes untouched.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { browserTimers } from '../host/timers.ts';
import { type Session, useSession, useTexts } from '../store/session.ts';
import { placeBeside } from '../ui/placement.ts';
import { FINGER_PX, meantBy, type Point } from './finger.ts';
import { LongPress } from './long-press.ts';
import { byName, type SceneTarget, sceneTargets } from './scene-targets.ts';

/** What a press would be for the target that is meant. */
type Gesture = 'click' | 'contextmenu';

type Asked =
  | {
      readonly kind: 'which';
      readonly at: Point;
      readonly gesture: Gesture;
      readonly targets: readonly SceneTarget[];
    }
  /** Words that a resting pointer would have told. */
  | { readonly kind: 'told'; readonly at: Point; readonly words: string };

export function FingerLayer(): ReactNode {
  const session = useSession();
  const [asked, ask] = useState<Asked | null>(null);
  useEffect(() => watchFingers(session, ask), [session]);
  // What the finger has brushed on its way says nothing while something is asked.
  useEffect(() => {
    if (asked === null) return undefined;
    const hide = (): void => {
      if (session.hovered.get() !== null) session.hovered.set(null);
    };
    hide();
    return session.hovered.subscribe(hide);
  }, [session, asked]);
  if (asked === null) return null;
  return (
    <Beside at={asked.at} onClose={() => ask(null)}>
      {asked.kind === 'told' ? <p>{asked.words}</p> : <Which asked={asked} onClose={() => ask(null)} />}
    </Beside>
  );
}

/** Returns what ends the watch. */
function watchFingers(session: Session, ask: (asked: Asked | null) => void): () => void {
  const { signal, abort } = endOf();
  const press = new LongPress({ timers: browserTimers, onLong: at => answer(at, 'contextmenu', ask) });
  const on = <K extends keyof WindowEventMap>(kind: K, listener: (event: WindowEventMap[K]) => void): void =>
    window.addEventListener(kind, listener, { signal, capture: true });
  on('pointerdown', event => {
    if (event.pointerType === 'touch') session.preferences.fingers.pressed();
    press.down(event);
  });
  on('pointermove', event => press.move(event));
  on('pointerup', () => press.up());
  on('pointercancel', () => press.up());
  on('contextmenu', event => {
    // Ours are not trusted, theirs are.
    if (event.isTrusted && press.takesMenu()) swallow(event);
  });
  on('click', event => {
    if (!event.isTrusted) return;
    if (press.takesClick()) swallow(event);
    else if (event instanceof PointerEvent && event.pointerType === 'touch') {
      const at = { x: event.clientX, y: event.clientY };
      if (isForSmall(event.target) && answer(at, 'click', ask)) swallow(event);
    }
  });
  return abort;
}

function endOf(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

const isForSmall = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('.scene') !== null;

/** False when nothing is there that could be meant; the press is then left to whatever it was on. */
function answer(at: Point, gesture: Gesture, ask: (asked: Asked) => void): boolean {
  const pressed = document.elementFromPoint(at.x, at.y);
  if (pressed === null) return false;
  const meant = byName(meantBy(at, sceneTargets(pressed)));
  const [only, another] = meant;
  if (another !== undefined) {
    ask({ kind: 'which', at, gesture, targets: meant });
    return true;
  }
  if (only === undefined && gesture === 'click') return false;
  return send(only?.element ?? pressed, { at, gesture, ask });
}

interface Sending {
  readonly at: Point;
  readonly gesture: Gesture;
  readonly ask: (asked: Asked) => void;
}

/** Gives the press to an element. A long one that nobody answers to tells what a resting pointer would have told. */
function send(element: Element, { at, gesture, ask }: Sending): boolean {
  const { x: clientX, y: clientY } = at;
  const event = new MouseEvent(gesture, { bubbles: true, cancelable: true, clientX, clientY, view: window });
  const isUnanswered = element.dispatchEvent(event);
  if (gesture === 'click' || !isUnanswered) return true;
  const words = wordsOf(element);
  if (words === '') {
    // Values tell of themselves as they do to a mouse.
    element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true, clientX, clientY, view: window }));
    return element.closest('.target, [data-tag]') !== null;
  }
  ask({ kind: 'told', at, words });
  return true;
}

function wordsOf(element: Element): string {
  const titled = element.closest('[title]')?.getAttribute('title') ?? '';
  return titled === '' ? (element.closest('.sym')?.querySelector(':scope > title')?.textContent ?? '') : titled;
}

interface BesideProps {
  readonly at: Point;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Beside({ at, onClose, children }: BesideProps): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const half = FINGER_PX / 2;
    const { left, top } = placeBeside({
      anchor: { left: at.x - half, top: at.y - half, width: FINGER_PX, height: FINGER_PX },
      panel: { width, height },
      area: { left: 4, top: 4, width: window.innerWidth - 8, height: window.innerHeight - 8 },
      gap: 8,
      sides: ['right', 'left', 'below', 'above'],
    });
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  });
  useEffect(() => {
    const leave = (event: Event): void => {
      if (event.target instanceof Node && panel.current?.contains(event.target) === true) return;
      onClose();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      swallow(event);
      onClose();
    };
    window.addEventListener('pointerdown', leave, true);
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('pointerdown', leave, true);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [onClose]);
  return (
    <div className="finger-panel" ref={panel} role="dialog" data-testid="finger-panel">
      {children}
    </div>
  );
}

function Which({
  asked,
  onClose,
}: {
  readonly asked: Extract<Asked, { readonly kind: 'which' }>;
  readonly onClose: () => void;
}): ReactNode {
  const { room } = useTexts().texts;
  const { at, gesture, targets } = asked;
  return (
    <>
      <b>{room.which}</b>
      {targets.map(({ element, name }) => (
        <button
          key={name}
          type="button"
          className="button"
          translate="no"
          onClick={() => {
            onClose();
            send(element, { at, gesture, ask: () => undefined });
          }}
        >
          {name}
        </button>
      ))}
      <button type="button" className="button is-solid" data-testid="finger-close" onClick={onClose}>
        {room.close}
      </button>
    </>
  );
}
