/** Ends an override: what was entered by whom and why, and which live value comes back, in which quality. */
import type { ReactNode } from 'react';
import type { OverrideEntry, TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { lookOf, present } from '../../mimic/quality-look.ts';
import { sampleOf } from '../../store/reading-sample.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';
import { qualityWords } from '../../ui/detail-rows.ts';
import { CommandDialog } from '../command-dialog.tsx';

interface ReleaseDialogProps {
  readonly tagName: string;
  readonly onClose: () => void;
}

export function ReleaseDialog({ tagName, onClose }: ReleaseDialogProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const known = useObservable(session.station.overrides);
  const polled = usePolled('tags.overrides', {}).value ?? known;
  const entry = polled.find(({ tag }) => tag === tagName) ?? known.find(({ tag }) => tag === tagName);
  const tag = useObservable(session.station.model)?.byName.get(tagName);
  const { title, consequence, act } = texts.dialog.release;
  const look = entry && lookOf(sampleOf(entry.live), session.moment());
  const shown = look && present(look, tag?.decimals ?? 0);
  const live = shown === undefined ? '' : [shown.text, tag?.unit, shown.age].filter(Boolean).join(' ');
  return (
    <CommandDialog
      texts={{
        title,
        consequence: fill(consequence, { tag: tagName, live, quality: look ? qualityWords(look, texts) : '' }),
        act,
      }}
      subtitle={`${tagName} ${tag === undefined ? '' : pick(tag.description)}`}
      testId="release-dialog"
      send={by => session.client.call('tags.release', { tag: tagName, ...by })}
      onClose={onClose}
    >
      {entry === undefined ? null : <Summary entry={entry} tag={tag} />}
    </CommandDialog>
  );
}

/** In full, however long the reason is. */
function Summary({
  entry,
  tag,
}: {
  readonly entry: OverrideEntry;
  readonly tag: TagDefinition | undefined;
}): ReactNode {
  const { register } = useTexts().texts.communication;
  const zone = zoneClock(useObservable(useSession().station.model)?.description.timeZone ?? 'UTC');
  const moment = (at: number): string => {
    const { date, time } = zone.at(at);
    return `${date} ${time}`;
  };
  const rows = [
    [register.value, `${formatNumber(entry.value, tag?.decimals ?? 0)} ${tag?.unit ?? ''}`],
    [register.who, entry.who],
    [register.why, entry.why],
    [register.since, moment(entry.since)],
    [register.until, moment(entry.until)],
  ] as const;
  return (
    <dl className="summary">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd translate="no">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
