/** One device as a row of the table. Bold is only what is lost; zeros are muted, so that what happened stands out. */
import type { ReactNode, Ref } from 'react';
import type { DeviceDiagnostics, DeviceStatus } from '../../../shared/model/device.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { DeviceGlyph } from '../../ui/device-glyph.tsx';
import { levelOf } from '../../ui/device-level.ts';
import { addressOf, figuresOf, stateWords } from './device-figures.ts';
import { RoundTripLine } from './round-trip-line.tsx';

interface DeviceRowProps {
  readonly status: DeviceStatus;
  readonly diagnostics: DeviceDiagnostics | undefined;
  readonly isSelected: boolean;
  readonly rowRef: Ref<HTMLTableRowElement>;
  readonly onSelect: (device: string) => void;
}

export function DeviceRow({ status, diagnostics, isSelected, rowRef, onSelect }: DeviceRowProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const isUp = useObservable(session.link).phase === 'up';
  useObservable(session.second);
  const level = isUp ? levelOf(status.state) : 'unknown';
  const words = isUp ? stateWords(status, texts, session.client.stationNow()) : texts.deviceUnknown;
  const figures = figuresOf(status, diagnostics);
  const { address, unit } = addressOf(status);
  const { device } = status;
  return (
    <tr
      ref={rowRef}
      className={`row device ${level}`}
      tabIndex={isSelected ? 0 : -1}
      aria-selected={isSelected}
      data-testid={`device:${device}`}
      data-level={level}
      onFocus={() => onSelect(device)}
    >
      <td className="glyph">
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <DeviceGlyph level={level} />
        </svg>
      </td>
      <td className="cut" title={pick(status.name)}>
        <b>{device}</b> <span className="dim">{pick(status.name)}</span>
      </td>
      <td className="cut dim small is-wide" title={status.endpoint}>
        {unit === null ? address : `${address} · ${unit}`}
      </td>
      <td className="state" title={status.detail}>
        <div className="state-cell">
          <span data-testid={`device-state:${device}`}>{words}</span>
          {status.cause === 'certificate-untrusted' && isUp ? <CertificatesButton channel={status.channel} /> : null}
        </div>
      </td>
      <Figure value={figures.p50} decimals={1} testId={`device-p50:${device}`} />
      <Figure value={figures.p95} decimals={1} />
      <td className="hour">
        <RoundTripLine device={device} />
      </td>
      <Figure value={figures.success} decimals={2} isStatistic />
      <td className="r">
        <Count value={figures.timeouts} />
        <span className="slash">/</span>
        <Count value={figures.exceptions} />
        <span className="slash">/</span>
        <Count value={figures.badFrames} />
      </td>
      <td className="r is-wide">
        <Count value={status.overruns} />
      </td>
      <td className="r is-wide">{formatNumber(status.tagCount, 0)}</td>
    </tr>
  );
}

interface FigureProps {
  readonly value: number | null;
  readonly decimals: number;
  /** Counted, not measured now: in the ink of text. */
  readonly isStatistic?: boolean;
  readonly testId?: string;
}

function Figure({ value, decimals, isStatistic = false, testId }: FigureProps): ReactNode {
  const ink = value === null ? 'figure none' : isStatistic ? 'figure' : 'figure measured';
  return (
    <td className="r">
      <span className={ink} data-testid={testId}>
        {formatNumber(value, decimals)}
      </span>
    </td>
  );
}

function Count({ value }: { readonly value: number | null }): ReactNode {
  if (value === null) return <span className="figure none">{NO_VALUE}</span>;
  return <span className={value === 0 ? 'figure zero' : 'figure some'}>{formatNumber(value, 0)}</span>;
}

/** The way to what mends it, in one action. */
function CertificatesButton({ channel }: { readonly channel: string }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  return (
    <button
      type="button"
      className="row-action"
      data-testid={`row-certificates:${channel}`}
      onClick={event => {
        event.stopPropagation();
        session.dialog.set({ kind: 'certificates', channel });
      }}
    >
      {texts.communication.action.certificates}
    </button>
  );
}
