/** The pens with their live values; each can be hidden and removed. */
import type { ReactNode } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { MOST_PENS, type PenChoice } from '../../store/trend-setup.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
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
  return (
    <li className={pen.isHidden ? 'is-hidden' : undefined} data-testid={`pen:${pen.tag}`}>
      <PenDigit slot={slot} />
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
