/**
 * The live leaves of a scene. A leaf writes the DOM through a ref and only when what it would write differs from what is
 * there: painting, not React, is what a mimic costs (hmi.md 3.2). Everything about quality comes from quality-look.ts.
 */
import { type ReactNode, useCallback, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { SceneNode } from '../../shared/model/scene.ts';
import { textWidth } from '../../shared/scene/text-width.ts';
import { fill } from '../../shared/text/catalog.ts';
import type { Text } from '../../shared/text/text.ts';
import { type Session, type Target, useObservable, useSession, useTexts } from '../store/session.ts';
import type { Sample } from '../store/tag-store.ts';
import { targetHandlers } from '../ui/target-handlers.ts';
import {
  numberProp,
  type Reading,
  type Readings,
  type SymbolDefinition,
  stringProp,
  textProp,
} from './define-symbol.ts';
import { type Look, looksSame, type Presentation, present } from './quality-look.ts';

/**
 * Asks for the handles and tells `listener` of their samples that look otherwise than the one before, and of all while the host is
 * not heard, until the function that is returned is called.
 */
export function followHandles(
  session: Session,
  handles: readonly (number | undefined)[],
  listener: () => void,
): () => void {
  const offs = handles.flatMap(handle =>
    handle === undefined ? [] : session.tags.subscribe(handle, onNews(session, handle, listener)),
  );
  return () => {
    for (const off of offs) off();
  };
}

function onNews(session: Session, handle: number, listener: () => void): () => void {
  let before: Sample | null = null;
  return () => {
    const sample = session.tags.sample(handle);
    const isUp = session.link.get().phase === 'up';
    if (isUp && before !== null && looksSame(before, sample)) return;
    before = isUp ? sample : null;
    listener();
  };
}

/** Calls `paint` now and whenever the look of `handle` may have changed. Without a handle it paints "bad". */
export function useLook(handle: number | undefined, paint: (look: Look) => void): void {
  const session = useSession();
  const latest = useRef(paint);
  // At every render: what is painted may depend on the language, which no sample tells of.
  useLayoutEffect(() => {
    latest.current = paint;
    if (handle !== undefined) paint(session.look(handle));
  });
  useLayoutEffect(() => {
    if (handle === undefined) return undefined;
    return followHandles(session, [handle], () => latest.current(session.look(handle)));
  }, [session, handle]);
}

/** State string of a symbol, re-rendering only when it changes. */
export function useSymbolState(
  definition: SymbolDefinition,
  node: SceneNode,
  handles: Readonly<Record<string, number | undefined>>,
): string {
  const session = useSession();
  const subscribe = useCallback(
    (listener: () => void) =>
      definition.state === undefined ? () => undefined : followHandles(session, Object.values(handles), listener),
    [session, definition, handles],
  );
  return useSyncExternalStore(subscribe, () => definition.state?.(readingsOf(session, handles), node.props) ?? '');
}

function readingsOf(session: Session, handles: Readonly<Record<string, number | undefined>>): Readings {
  const readings: Record<string, Reading> = {};
  const tags = session.station.model.get()?.byHandle;
  for (const [role, handle] of Object.entries(handles)) {
    if (handle === undefined) continue;
    const look = session.look(handle);
    const limits = tags?.get(handle)?.limits;
    readings[role] = {
      value: look.value,
      isStale: look.kind === 'stale',
      ...(limits === undefined ? {} : { limits }),
    };
  }
  return readings;
}

/** What a value is called and how it is printed: from the tag, or from the node for a derived point. */
export interface ValueFacts {
  readonly tag: string;
  readonly caption: Text | undefined;
  readonly unit: string;
  readonly decimals: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly limits: { readonly LL?: number; readonly L?: number; readonly H?: number; readonly HH?: number };
}

/** Facts of the value bound to `role` of `node`. */
export function useFacts(node: SceneNode, role = 'value'): ValueFacts {
  const model = useObservable(useSession().station.model);
  const name = node.bind[role] ?? '';
  const tag = model?.byName.get(name);
  return {
    tag: name,
    caption: textProp(node, 'caption') ?? tag?.description,
    unit: stringProp(node, 'unit') ?? tag?.unit ?? '',
    decimals: numberProp(node, 'decimals') ?? tag?.decimals ?? 0,
    low: tag?.low ?? null,
    high: tag?.high ?? null,
    limits: tag?.limits ?? {},
  };
}

interface TargetProps {
  readonly handle: number | undefined;
  readonly facts: ValueFacts;
  /** Area that reacts and carries the focus ring: x, y, width, height. */
  readonly area: readonly [number, number, number, number];
  readonly children: ReactNode;
}

/** Makes what it wraps focusable, hoverable and openable as a trend. */
export function ValueTarget({ handle, facts, area, children }: TargetProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const target = (element: Element): Target | null =>
    handle === undefined
      ? null
      : {
          handle,
          tag: facts.tag,
          element,
          unit: facts.unit,
          decimals: facts.decimals,
          ...(facts.caption === undefined ? {} : { caption: facts.caption }),
        };
  const isDerived = facts.tag.startsWith('~');
  const name = facts.caption === undefined ? '' : pick(facts.caption);
  const label = fill(texts.valueLabel, { tag: isDerived ? '' : facts.tag, name }).trim();
  const [x, y, width, height] = area;
  return (
    <g
      className="target"
      role="button"
      tabIndex={0}
      aria-label={label}
      data-name={isDerived ? name : `${facts.tag} ${name}`}
      {...targetHandlers(session, target)}
    >
      <rect className="hit" x={x} y={y} width={width} height={height} />
      {children}
    </g>
  );
}

const AGE_GLYPH_WIDTH = 17;

/** The age box: an hourglass and how old. Empty text hides it. `at` is its top-right corner. */
function paintAge(group: SVGGElement | null, age: string, at: readonly [number, number]): void {
  if (group === null) return;
  const key = age === '' ? '' : `${age}@${at[0].toFixed(0)},${at[1].toFixed(0)}`;
  if (group.dataset['key'] === key) return;
  group.dataset['key'] = key;
  group.setAttribute('visibility', age === '' ? 'hidden' : 'visible');
  if (age === '') return;
  const width = textWidth(age, 12) + AGE_GLYPH_WIDTH + 3;
  group.setAttribute('transform', `translate(${(at[0] - width).toFixed(1)} ${at[1]})`);
  group.querySelector('rect')?.setAttribute('width', width.toFixed(1));
  const text = group.querySelector('text');
  if (text !== null) text.textContent = age;
}

function AgeBox({ groupRef }: { readonly groupRef: (group: SVGGElement | null) => void }): ReactNode {
  return (
    <g ref={groupRef} className="age" visibility="hidden">
      <rect className="agebox" height={15} />
      <path d="M4 3.5h7l-7 8h7z" className="hair" />
      <text x={AGE_GLYPH_WIDTH - 2} y={12} className="t12" />
    </g>
  );
}

/** Where the age box of a number stands: left of it, nowhere, or at a place (its top-right corner). */
export type AgePlace = 'left' | 'none' | readonly [number, number];

interface LiveNumberProps {
  readonly handle: number | undefined;
  readonly facts: ValueFacts;
  /** Right edge and base line of the number. */
  readonly at: readonly [number, number];
  readonly size: 12 | 14 | 16 | 18 | 20 | 28;
  readonly bold?: boolean;
  readonly age?: AgePlace;
  /** Told of every look, for what hangs on the number (unit replaced by a reason, bars). */
  readonly onLook?: (look: Look) => void;
}

/** A text of a device may be as long as the device likes; the tooltip has all of it. Characters */
const LONGEST_TEXT = 24;
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  // By code point: half of a surrogate pair is no character.
  return `${Array.from(text)
    .slice(0, LONGEST_TEXT - 1)
    .join('')}\u2026`;
}

interface MarkParts {
  readonly mark: SVGRectElement | null;
  readonly line: SVGPathElement | null;
  readonly letter: SVGGElement | null;
  readonly letterText: SVGTextElement | null;
}

interface MarkPlace {
  /** Right edge and base line of the number. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Hatch, box with its letter, or dotted line. */
function paintMarks(parts: MarkParts, shown: Presentation, { x, y, width }: MarkPlace): void {
  const { mark, line, letter, letterText } = parts;
  mark?.setAttribute('class', shown.hatched ? 'hatch' : shown.boxed ? 'sbox' : 'off');
  mark?.setAttribute('x', String(x - width + 2));
  mark?.setAttribute('width', String(width));
  line?.setAttribute('d', shown.underlined ? `M${x - width + 4} ${y + 3.5}H${x}` : '');
  letter?.setAttribute('visibility', shown.boxed ? 'visible' : 'hidden');
  letter?.setAttribute('transform', `translate(${x - width - 14} ${y - 12})`);
  if (shown.letter !== '' && letterText !== null) letterText.textContent = shown.letter;
}

/** A number in its quality: text, hatch, box, underline, age. The unit is the caller's, because it never changes. */
export function LiveNumber({
  handle,
  facts,
  at,
  size,
  bold = false,
  age = 'left',
  onLook,
}: LiveNumberProps): ReactNode {
  const number = useRef<SVGTextElement>(null);
  const mark = useRef<SVGRectElement>(null);
  const line = useRef<SVGPathElement>(null);
  const letter = useRef<SVGGElement>(null);
  const letterText = useRef<SVGTextElement>(null);
  const ageBox = useRef<SVGGElement>(null);
  const painted = useRef({ text: '', marks: '' });
  const [x, y] = at;
  useLook(handle, look => {
    const shown = present(look, facts.decimals);
    const element = number.current;
    if (element === null) return;
    const text = shortened(shown.text);
    const marks = `${look.kind}|${look.reason}|${facts.tag}|${x},${y}`;
    const isMarked = shown.hatched || shown.boxed || shown.underlined;
    const before = painted.current;
    if (before.text !== text && element.textContent !== text) element.textContent = text;
    // Marks are as wide as the text; a plain number has none, and mostly nothing but the number changes.
    if (before.marks !== marks || (isMarked && before.text !== text)) {
      element.dataset['quality'] = shown.quality;
      element.dataset['reason'] = look.reason;
      const parts = { mark: mark.current, line: line.current, letter: letter.current, letterText: letterText.current };
      paintMarks(parts, shown, { x, y, width: textWidth(text, size, bold) + 4 });
    }
    painted.current = { text, marks };
    if (age === 'left') {
      const right = shown.age === '' ? x : x - textWidth(text, size, bold) - 6;
      paintAge(ageBox.current, shown.age, [right, y - size * 0.36 - 7.5]);
    } else if (age !== 'none') paintAge(ageBox.current, shown.age, age);
    onLook?.(look);
  });
  return (
    <>
      <rect ref={mark} className="off" y={y - size * 0.86} height={size * 1.02} />
      <text
        ref={number}
        x={x}
        y={y}
        className={`val t${size}${bold ? ' b' : ''}`}
        textAnchor="end"
        data-testid={`value:${facts.tag}`}
        data-quality="bad"
      >
        ----
      </text>
      <path ref={line} className="dotted" />
      <g ref={letter} visibility="hidden">
        <rect className="modebox" width={13} height={13} />
        <text ref={letterText} x={6.5} y={11} className="t12 b" textAnchor="middle" />
      </g>
      {age === 'none' ? null : (
        <AgeBox
          groupRef={group => {
            ageBox.current = group;
          }}
        />
      )}
    </>
  );
}
