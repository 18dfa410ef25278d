/** One overridden value: the letter of its kind, what was entered, the live value in its quality, who, why, until when. */
import type { ReactNode, Ref } from 'react';
import type { OverrideEntry } from '../../../shared/model/tag.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { lookOf } from '../../mimic/quality-look.ts';
import { sampleOf } from '../../store/reading-sample.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { qualityWords } from '../../ui/detail-rows.ts';
import { Reading } from '../../ui/reading.tsx';

interface OverrideRowProps {
  readonly entry: OverrideEntry;
  readonly isSelected: boolean;
  readonly rowRef: Ref<HTMLTableRowElement>;
  readonly onSelect: (tag: string) => void;
}

export function OverrideRow({ entry, isSelected, rowRef, onSelect }: OverrideRowProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(session.station.model);
  useObservable(session.link);
  useObservable(session.second);
  const moment = session.moment();
  const zone = zoneClock(model?.description.timeZone ?? 'UTC');
  const tag = model?.byName.get(entry.tag);
  const decimals = tag?.decimals ?? 0;
  const look = lookOf(sampleOf(entry.live), moment);
  const { register } = texts.communication;
  return (
    <tr
      ref={rowRef}
      className="row"
      tabIndex={isSelected ? 0 : -1}
      aria-selected={isSelected}
      data-testid={`override:${entry.tag}`}
      onFocus={() => onSelect(entry.tag)}
    >
      <td className="glyph" title={register.kind[entry.kind]}>
        <span className="mode-letter">{entry.kind === 'force' ? 'F' : 'S'}</span>
      </td>
      <td className="cut" title={tag && pick(tag.description)}>
        <b>{entry.tag}</b>
        <small>{tag === undefined ? '' : pick(tag.description)}</small>
      </td>
      <td className="r">
        <span className="figure measured">{formatNumber(entry.value, decimals)}</span>
        <span className="unit">{tag?.unit}</span>
      </td>
      <td className="r cut">
        <Reading look={look} decimals={decimals} unit={tag?.unit ?? ''} testId={`override-live:${entry.tag}`} />
        <small>
          {qualityWords(look, texts)}
          {entry.isInForce ? '' : ` · ${texts.tip.waiting}`}
        </small>
      </td>
      <td className="cut who" title={`${entry.who}: ${entry.why}`} translate="no">
        {entry.who}
        <small>{entry.why}</small>
      </td>
      <td className="r">
        {shortTime(zone.at(entry.until))}
        <small>{shortTime(zone.at(entry.since))}</small>
      </td>
      <td className="r">{remainingText(entry.until - moment.now)}</td>
    </tr>
  );
}

/** `11-22 20:00`: no override lasts longer than 30 days, so the year says nothing. */
const shortTime = ({ date, time }: { readonly date: string; readonly time: string }): string =>
  `${date.slice(5)} ${time.slice(0, 5)}`;
