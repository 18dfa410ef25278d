/** Annotations over the plots, each a button that opens it; several at one place say how many and open the newest. */
import type { ReactNode } from 'react';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { type FlagPlace, flagPlaces } from './flag-places.ts';

interface FlagsProps {
  readonly board: TrendBoard;
  readonly annotations: readonly Annotation[];
}

export function AnnotationFlags({ board, annotations }: FlagsProps): ReactNode {
  // Drawn anew with the table, which is as often as anybody can read.
  useObservable(board.view);
  const { drawn } = board;
  if (drawn === null || annotations.length === 0) return null;
  const { picture, layout, view } = drawn;
  return (
    <div className="note-flags" data-testid="annotation-flags">
      {flagPlaces(annotations, { plots: picture.plots, layout, view }).map(place => (
        <Flag key={place.annotations[0]?.id} place={place} />
      ))}
    </div>
  );
}

function Flag({ place }: { readonly place: FlagPlace }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.trends.keep.annotations;
  const { annotations, slot, x, top, bottom, room } = place;
  const newest = annotations.at(-1);
  if (newest === undefined) return null;
  const text = flagText(place, words.several);
  return (
    <>
      <i className="note-stem" style={{ left: x, top, height: bottom - top }} />
      <button
        type="button"
        className={room === 0 ? 'note-flag is-bare' : 'note-flag'}
        style={{ left: x, top, ...(room === 0 ? {} : { maxWidth: room }) }}
        title={annotations.map(one => `${one.tag} · ${one.text} · ${one.who}`).join('\n')}
        aria-label={fill(words.open, { text: newest.text })}
        data-testid={`annotation-flag:${newest.id}`}
        // The hand on the plots would take the press for a drag.
        onPointerDown={event => event.stopPropagation()}
        onDoubleClick={event => event.stopPropagation()}
        onClick={() => session.dialog.set({ kind: 'annotation', annotation: newest })}
      >
        <b>{slot + 1}</b>
        {room === 0 ? null : <span>{text}</span>}
      </button>
    </>
  );
}

export function flagText({ annotations }: FlagPlace, several: string): string {
  const [first] = annotations;
  if (annotations.length === 1) return first?.text ?? '';
  return fill(several, { count: String(annotations.length) });
}
