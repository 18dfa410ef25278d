/**
 * One emergency card: what makes somebody take it, with the values now, and its steps. Ticks are a help for the reader and nothing
 * else: they live in this window, are recorded nowhere, and the card says so. Prints on one page.
 */
import type { ReactNode } from 'react';
import type { Procedure } from '../../../shared/support/procedure.ts';
import type { Text } from '../../../shared/text/text.ts';
import { MarkBadge, useAlarmMark } from '../../alarms/badge/alarm-badge.tsx';
import { useKeys } from '../../alarms/desk/use-keys.ts';
import { useZone } from '../../alarms/use-alarms.ts';
import { RingButton } from '../../navigation/ring-button.tsx';
import { soughtOfTag, useWayTo } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagName, TagValue } from '../../ui/tag-value.tsx';
import { tickOf, withoutCard, withTick } from '../support-store.ts';

interface CardProps {
  readonly card: Procedure;
  readonly note: Text | undefined;
}

export function ProcedureCard({ card, note }: CardProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.support.procedures;
  useKeys({ p: () => window.print() });
  return (
    <article className="procedure-card" data-testid="procedure-card" data-id={card.id}>
      <PrintHead />
      <header>
        <h2>
          <span className="procedure-number">{card.id}</span> {pick(card.title)}
        </h2>
        <button type="button" className="button no-print" data-testid="procedure-print" onClick={() => window.print()}>
          <span>
            {words.print} <kbd>P</kbd>
          </span>
        </button>
      </header>
      {note === undefined ? null : <p className="support-note">{pick(note)}</p>}
      <Triggers card={card} />
      <Steps card={card} />
    </article>
  );
}

function PrintHead(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const zone = useZone();
  const name = useObservable(session.station.model)?.description.name;
  const { date, time } = zone.at(session.client.stationNow());
  return (
    <p className="print-only print-head">
      <b>{name === undefined ? texts.product : pick(name)}</b>
      <span>{`${texts.support.procedures.title} · ${texts.performance.printed} ${date} ${time.slice(0, 5)}`}</span>
    </p>
  );
}

function Triggers({ card }: { readonly card: Procedure }): ReactNode {
  const model = useObservable(useSession().station.model);
  const { texts, pick } = useTexts();
  const way = useWayTo();
  const tags = card.triggers.flatMap(name => model?.byName.get(name) ?? []);
  if (tags.length === 0) return null;
  return (
    <section className="procedure-triggers">
      <p className="section-name">{texts.support.procedures.triggers}</p>
      <ul>
        {tags.map(tag => (
          <li key={tag.name}>
            <TriggerBadge tag={tag.name} />
            <TagName tag={tag} />
            <span>{pick(tag.description)}</span>
            <TagValue tag={tag} hasUnit />
            <span className="no-print">
              {way(soughtOfTag(tag))?.isDrawn === true ? (
                <RingButton name={tag.name} target={soughtOfTag(tag)} />
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TriggerBadge({ tag }: { readonly tag: string }): ReactNode {
  const mark = useAlarmMark(marks => marks.tags.get(tag) ?? null);
  return <span className="trigger-badge">{mark === null ? null : <MarkBadge mark={mark} />}</span>;
}

function Steps({ card }: { readonly card: Procedure }): ReactNode {
  const { ticks } = useSession().support;
  const { texts, pick } = useTexts();
  const words = texts.support.procedures;
  const ticked = useObservable(ticks);
  const isAny = card.steps.some((_, i) => ticked.has(tickOf(card.id, i)));
  return (
    <section className="procedure-steps">
      <p className="section-name">{words.steps}</p>
      <ol>
        {card.steps.map((step, i) => (
          <li key={step.en}>
            <label>
              <input
                type="checkbox"
                checked={ticked.has(tickOf(card.id, i))}
                data-testid={`step:${i + 1}`}
                onChange={() => ticks.set(withTick(ticks.get(), tickOf(card.id, i)))}
              />
              <b>{i + 1}</b>
              <span>{pick(step)}</span>
            </label>
          </li>
        ))}
      </ol>
      <p className="tick-note">
        {words.ticksAreLocal}
        {isAny ? (
          <button
            type="button"
            className="button is-small no-print"
            data-testid="procedure-clear"
            onClick={() => ticks.set(withoutCard(ticks.get(), card.id))}
          >
            {words.clearTicks}
          </button>
        ) : null}
      </p>
    </section>
  );
}
