/**
 * The register of values that people have put in the place of live ones: who, why, until when, and what the live value is. Rows
 * are chosen like devices; what is done with the chosen one stands below.
 */
import { type ReactNode, useState } from 'react';
import type { OverrideEntry } from '../../../shared/model/tag.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';
import { OpenDialog } from '../detail/device-actions.tsx';
import { useRowKeys } from '../use-row-keys.ts';
import { byEnd } from './override-order.ts';
import { OverrideRow } from './override-row.tsx';

export function OverrideTable({ hasFocus }: { readonly hasFocus: boolean }): ReactNode {
  const session = useSession();
  const { register, action, notUpdated } = useTexts().texts.communication;
  const polled = usePolled('tags.overrides', {});
  const known = useObservable(session.station.overrides);
  const [chosen, setChosen] = useState<string | null>(null);
  const entries = byEnd(newest(polled.value, known));
  const ids = entries.map(entry => entry.tag);
  const selected = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? null);
  const release = (tag: string): void => session.dialog.set({ kind: 'release', tag });
  const { rowRef, onKeyDown } = useRowKeys({ ids, selected, onEnter: release, hasFocus });
  if (entries.length === 0) return <NoOverrides isOld={polled.isOld} />;
  return (
    <section className="comm-panel override-panel" aria-label={register.title} data-testid="override-panel">
      <header className="panel-head">
        <h2>{register.title}</h2>
        <b>{entries.length}</b>
        <span className="panel-note">{polled.isOld ? notUpdated : ''}</span>
      </header>
      <div className="comm-scroll">
        <table className="rows override-table" role="grid" data-testid="override-table" onKeyDown={onKeyDown}>
          <Columns />
          <tbody>
            {entries.map(entry => (
              <OverrideRow
                key={entry.tag}
                entry={entry}
                isSelected={entry.tag === selected}
                rowRef={rowRef(entry.tag)}
                onSelect={setChosen}
              />
            ))}
          </tbody>
        </table>
      </div>
      <footer className="actions">
        <NewOverride />
        {selected === null ? null : (
          <OpenDialog
            label={`${action.release} ${selected}`}
            request={{ kind: 'release', tag: selected }}
            testId="action:release"
          />
        )}
      </footer>
    </section>
  );
}

/** Without any of them the devices have the room. */
function NoOverrides({ isOld }: { readonly isOld: boolean }): ReactNode {
  const { register, notUpdated } = useTexts().texts.communication;
  return (
    <section className="comm-panel override-panel is-empty" aria-label={register.title} data-testid="override-panel">
      <header className="panel-head">
        <h2>{register.title}</h2>
        <span>{register.none}</span>
        <span className="panel-note">{isOld ? notUpdated : ''}</span>
        <NewOverride />
      </header>
    </section>
  );
}

function NewOverride(): ReactNode {
  const { action } = useTexts().texts.communication;
  return <OpenDialog label={action.newOverride} request={{ kind: 'override' }} testId="action:override" />;
}

/**
 * The polled answer has the live values of this second; which values are overridden is known sooner, from the events. An entry
 * that only one of them has is new or over: the events decide.
 */
function newest(polled: readonly OverrideEntry[] | null, known: readonly OverrideEntry[]): readonly OverrideEntry[] {
  const fresh = new Map(polled?.map(entry => [`${entry.tag} ${entry.since}`, entry]));
  return known.map(entry => fresh.get(`${entry.tag} ${entry.since}`) ?? entry);
}

function Columns(): ReactNode {
  const { register } = useTexts().texts.communication;
  return (
    <>
      <colgroup>
        {['mark', 'tag', 'value', 'live', 'who', 'until', 'left'].map(name => (
          <col key={name} className={`col-${name}`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th aria-hidden="true" />
          <th>{register.tag}</th>
          <th className="r">{register.value}</th>
          <th className="r">
            {register.live} · {register.quality}
          </th>
          <th className="who">
            {register.who} · {register.why}
          </th>
          <th className="r">
            {register.until} · {register.since}
          </th>
          <th className="r">{register.remaining}</th>
        </tr>
      </thead>
    </>
  );
}
