/**
 * Why there is `----`, where a tag is shown that is not configured: nothing is wrong then, and nothing will come until somebody
 * sets it up. Every symbol that prints a number says it in the same words.
 */
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { textWidth } from '../../shared/scene/text-width.ts';
import { useSession, useTexts } from '../store/session.ts';
import { followHandles } from './live.tsx';

/** Between the dashes and the words left of them, px. */
const GAP = 6;

export function useIsNotConfigured(handle: number | undefined): boolean {
  const session = useSession();
  const subscribe = useCallback(
    (listener: () => void) => followHandles(session, [handle], listener),
    [session, handle],
  );
  return useSyncExternalStore(
    subscribe,
    () => handle !== undefined && session.look(handle).reason === 'not-configured',
  );
}

/** Right edge of the words for dashes of `size` that end at `valueX`, px. */
export const noteEnd = (valueX: number, size: number): number => valueX - textWidth('----', size) - GAP;

interface NoteProps {
  readonly handle: number | undefined;
  /** Base line, and where the words begin, or end with `isEnd`. */
  readonly at: readonly [number, number];
  readonly isEnd?: boolean;
  /** Height of a line where every word has its own, px; there is no room for them side by side. */
  readonly lineHeight?: number;
}

/** Nothing for a tag that is configured. */
export function MissingNote({ handle, at: [x, y], isEnd = false, lineHeight }: NoteProps): ReactNode {
  const text = useTexts().texts.qualityReason['not-configured'];
  if (!useIsNotConfigured(handle)) return null;
  const lines = lineHeight === undefined ? [text] : text.split(' ');
  return lines.map((line, i) => (
    <text key={line} x={x} y={y + i * (lineHeight ?? 0)} className="t12 mut halo" textAnchor={isEnd ? 'end' : 'start'}>
      {line}
    </text>
  ));
}
