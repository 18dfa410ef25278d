/** One row of what was found: kind, tag, text, value now, and where Enter leads. A press does what Enter does. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import type { Entry } from './entries.ts';
import { destinationOf } from './open-entry.ts';

interface FoundProps {
  readonly id: string;
  readonly entry: Entry;
  readonly isMarked: boolean;
  readonly onOpen: () => void;
  readonly onTrend: () => void;
}

export function FoundRow({ id, entry, isMarked, onOpen, onTrend }: FoundProps): ReactNode {
  const row = useRef<HTMLLIElement>(null);
  const { texts, pick } = useTexts();
  const words = texts.navigation.palette;
  const tag = useTag(entry);
  useEffect(() => {
    if (isMarked) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isMarked]);
  return (
    <li ref={row} id={id} role="option" aria-selected={isMarked} data-testid={`found:${entry.id}`} onClick={onOpen}>
      <span className="found-kind">{words.kind[entry.kind]}</span>
      <b translate="no">{entry.code}</b>
      <span className="found-text">{pick(entry.text)}</span>
      <span className="found-value">{tag === undefined ? null : <Value tag={tag} />}</span>
      <Destination entry={entry} />
      {tag === undefined ? (
        <span />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className="button is-small"
          onClick={event => {
            event.stopPropagation();
            onTrend();
          }}
        >
          {words.trend}
        </button>
      )}
    </li>
  );
}

function useTag({ target }: Entry): TagDefinition | undefined {
  const model = useObservable(useSession().station.model);
  return target.kind === 'object' && target.tag !== null ? model?.byName.get(target.tag) : undefined;
}

function Value({ tag }: { readonly tag: TagDefinition }): ReactNode {
  return <Reading look={useHandleLook(tag.handle)} decimals={tag.decimals} unit={tag.unit} />;
}

function Destination({ entry }: { readonly entry: Entry }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  useObservable(session.scenes.all);
  const words = texts.navigation.palette;
  const to = destinationOf(session, entry);
  if (to.kind !== 'scene') return <span className="found-to">{to.kind === 'place' ? '' : words.to[to.kind]}</span>;
  const scene = session.station.model.get()?.description.scenes.find(({ id }) => id === to.scene);
  const name = scene === undefined ? to.scene : pick(scene.place?.name ?? scene.title);
  return <span className="found-to">{fill(to.isDrawn ? words.to.scene : words.to.area, { name })}</span>;
}
