/** The pens with their live values; each can be hidden, removed, and moved to another place by dragging its digit or by keys. */
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { MOST_PENS, type PenChoice } from '../../store/trend-setup.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import { useDropZone } from '../drag/pen-drag-layer.tsx';
import { PenDigit } from './pen-digit.tsx';
import type { Pens } from './use-pens.ts';

export function PenList({ pens }: { readonly pens: Pens }): ReactNode {
  const model = useObservable(useSession().station.model);
  const { texts } = useTexts();
  const count = pens.set.filter(pen => pen !== null).length;
  const heading = count < MOST_PENS ? texts.trends.pens : texts.trends.pensFull;
  return (
    <>
      <h3>
        {fill(heading, { count: String(count), most: String(MOST_PENS) })} <span>{texts.trends.now}</span>
      </h3>
      <ul className="pen-list">
        {pens.set.map((pen, slot) =>
          pen === null ? null : (
            <PenRow key={pen.tag} pen={pen} slot={slot} tag={model?.byName.get(pen.tag)} pens={pens} />
          ),
        )}
      </ul>
    </>
  );
}

interface RowProps {
  readonly pen: PenChoice;
  readonly slot: number;
  /** Undefined for a tag that this station does not have. */
  readonly tag: TagDefinition | undefined;
  readonly pens: Pens;
}

function PenRow({ pen, slot, tag, pens }: RowProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.trends;
  const eye = fill(pen.isHidden ? words.show : words.hide, { tag: pen.tag });
  const remove = fill(words.remove, { tag: pen.tag });
  const session = useSession();
  const row = useRef<HTMLLIElement>(null);
  const zone = useMemo(() => ({ onDrop: (dropped: string) => pens.place(dropped, slot) }), [pens, slot]);
  useDropZone(row, zone);
  const over = useObservable(session.drags.drag)?.over ?? null;
  const grip = fill(words.keep.drag.grip, { tag: pen.tag });
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.altKey && event.key === 'ArrowUp' ? -1 : event.altKey && event.key === 'ArrowDown' ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    pens.step(pen.tag, by);
  };
  const names = [pen.isHidden ? 'is-hidden' : '', over !== null && over === row.current ? 'is-over' : ''];
  return (
    <li ref={row} className={names.join(' ').trim()} data-testid={`pen:${pen.tag}`}>
      <button
        type="button"
        className="pen-grip"
        aria-label={grip}
        title={grip}
        data-testid={`pen-grip:${pen.tag}`}
        onPointerDown={event => session.drags.press(pen.tag, event)}
        onKeyDown={onKeyDown}
      >
        <PenDigit slot={slot} />
      </button>
      <span className="pen-name">
        <b translate="no">{pen.tag}</b>
        <small>{tag === undefined ? words.unknownTag : pick(tag.description)}</small>
      </span>
      <span className="pen-value">{tag === undefined ? null : <PenReading tag={tag} />}</span>
      <button
        type="button"
        aria-label={eye}
        title={eye}
        aria-pressed={!pen.isHidden}
        data-testid={`pen-eye:${pen.tag}`}
        onClick={() => pens.show(pen.tag, pen.isHidden)}
      >
        <svg viewBox="0 0 22 22" aria-hidden="true">
          <path d="M2 11s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6z" />
          {pen.isHidden ? <path d="M4 18L18 4" /> : <circle cx="11" cy="11" r="2.8" />}
        </svg>
      </button>
      <button
        type="button"
        aria-label={remove}
        title={remove}
        data-testid={`pen-remove:${pen.tag}`}
        onClick={() => pens.remove(pen.tag)}
      >
        <svg viewBox="0 0 22 22" aria-hidden="true">
          <path d="M5 5L17 17M17 5L5 17" />
        </svg>
      </button>
    </li>
  );
}

function PenReading({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const look = useHandleLook(tag.handle);
  return <Reading look={look} decimals={tag.decimals} unit={tag.unit} testId={`pen-value:${tag.name}`} />;
}
