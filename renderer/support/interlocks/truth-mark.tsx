/** What is known of a cause, an effect or a permissive, by shape and weight, with its word. No colour of alarms: an alarm tells of it. */
import type { ReactNode } from 'react';
import { useTexts } from '../../store/session.ts';
import type { Truth } from './truth.ts';

/** Of a trip `yes` is what matters; of a permissive `no` is. */
export type TruthKind = 'cause' | 'effect' | 'permissive';

export function TruthMark({ kind, truth }: { readonly kind: TruthKind; readonly truth: Truth }): ReactNode {
  const words = useTexts().texts.support.interlocks.truth[kind];
  return (
    <span className={`truth is-${kind} is-${truth}`} data-truth={truth}>
      <i aria-hidden="true">{glyphOf(kind, truth)}</i>
      {words[truth]}
    </span>
  );
}

function glyphOf(kind: TruthKind, truth: Truth): string {
  if (truth === 'unknown') return '?';
  if (truth === 'no-signal') return '–';
  if (kind === 'permissive') return truth === 'yes' ? '✓' : '×';
  return truth === 'yes' ? '■' : '□';
}
