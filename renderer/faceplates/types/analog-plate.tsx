/** Value tab of an analogue value: ladder, large number, how it moved in the hour, the difference to its check, limits, facts. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { useLimits } from '../../alarms/limits.ts';
import { leastSpan } from '../../mimic/ladder-range.ts';
import type { Look } from '../../mimic/quality-look.ts';
import { place, type Scale } from '../../mimic/scale.ts';
import { useSpark } from '../../mimic/spark.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { detailRows } from '../../ui/detail-rows.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import { useTagDetail } from '../../ui/use-tag-detail.ts';
import { Derived } from '../parts/derived.tsx';
import { derivedLook } from '../parts/derived-look.ts';
import { LimitTable } from '../parts/limit-table.tsx';
import { useAssetLooks, useRoleTags } from '../parts/use-asset.ts';
import { AnalogLadder } from './analog-ladder.tsx';
import { hourChange } from './hour-change.ts';

const HOUR_MS = 3_600_000;

export function AnalogValue({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate;
  const looks = useAssetLooks(asset);
  const roles = useRoleTags(asset);
  const value = roles.find(({ role }) => role === 'value')?.tag;
  const check = roles.find(({ role }) => role === 'check')?.tag;
  if (value === undefined) return <p className="plate-note">{words.lacking.noTags}</p>;
  const own = looks['value']?.value ?? null;
  const other = looks['check']?.value ?? null;
  return (
    <>
      <div className="plate-analog">
        <AnalogLadder tag={value} setpoint={looks['setpoint']?.value ?? null} />
        <div>
          <BigValue tag={value} />
          <dl className="plate-facts is-flush">
            <HourChange tag={value} from={derivedLook(looks, ['value'])} />
            {check === undefined ? null : (
              <>
                <dt>{fill(words.analog.difference, { tag: check.name })}</dt>
                <dd>
                  <Derived from={derivedLook(looks, ['value', 'check'])}>
                    {own === null || other === null ? NO_VALUE : formatNumber(own - other, value.decimals)}
                  </Derived>
                </dd>
              </>
            )}
          </dl>
          <HourSpark tag={value} />
        </div>
      </div>
      <LimitTable asset={asset} />
      <Facts tag={value} asset={asset} />
    </>
  );
}

function BigValue({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const look = useHandleLook(tag.handle);
  return (
    <p className="plate-big">
      <Reading look={look} decimals={tag.decimals} unit={tag.unit} testId="plate-value" />
    </p>
  );
}

/** Worked out anew every second, as the window moves. */
function useHourChange(tag: TagDefinition): number | null {
  const session = useSession();
  const [change, setChange] = useState<number | null>(null);
  useEffect(() => {
    const read = (): void => setChange(hourChange(watched.series, session.client.stationNow() - HOUR_MS));
    const watched = session.recent.watch(tag.name, tag.handle, () => queueMicrotask(read));
    read();
    const off = session.second.subscribe(read);
    return () => {
      off();
      watched.release();
    };
  }, [session, tag]);
  return change;
}

function HourChange({ tag, from }: { readonly tag: TagDefinition; readonly from: Look | null }): ReactNode {
  const words = useTexts().texts.faceplate.analog;
  const change = useHourChange(tag);
  return (
    <>
      <dt>{words.hourChange}</dt>
      <dd>
        <Derived from={change === null ? null : from}>
          {change === null ? NO_VALUE : formatNumber(change, tag.decimals)}
        </Derived>
      </dd>
    </>
  );
}

const SPARK = { width: 190, height: 46, plot: 138 } as const;

function HourSpark({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const words = useTexts().texts.faceplate.analog;
  const line = useRef<SVGPathElement>(null);
  const band = useRef<SVGRectElement>(null);
  const [ends, setEnds] = useState<readonly [number, number] | null>(null);
  const limits = useLimits(tag.name);
  const { L, H } = limits;
  const scale: Scale = { low: 0, high: 1, from: SPARK.height - 1, to: 1 };
  useSpark({
    tag: tag.name,
    handle: tag.handle,
    x: 0,
    width: SPARK.plot,
    leastSpan: leastSpan({ limits, low: tag.low, high: tag.high }),
    scale,
    path: line,
    onRange: (low, high) => {
      setEnds(before => (before?.[0] === low && before[1] === high ? before : [low, high]));
      const own = { ...scale, low, high };
      const top = H === undefined ? 0 : place(own, H);
      const bottom = L === undefined ? SPARK.height : place(own, L);
      band.current?.setAttribute('y', top.toFixed(1));
      band.current?.setAttribute('height', Math.max(0, bottom - top).toFixed(1));
    },
  });
  return (
    <>
      <p className="section-name">{words.lastHour}</p>
      <svg className="plate-spark" viewBox={`0 0 ${SPARK.width} ${SPARK.height}`} aria-hidden="true">
        <rect className="plot" width={SPARK.plot} height={SPARK.height} />
        {L === undefined && H === undefined ? null : <rect ref={band} className="bandl" width={SPARK.plot} />}
        <path ref={line} className="spark" />
        {ends?.map((end, i) => (
          <text key={i} x={SPARK.width} y={i === 0 ? SPARK.height - 1 : 10} className="mut" textAnchor="end">
            {formatNumber(end, tag.decimals)}
          </text>
        ))}
      </svg>
    </>
  );
}

function Facts({ tag, asset }: { readonly tag: TagDefinition; readonly asset: ServedAsset }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const look = useHandleLook(tag.handle);
  const detail = useTagDetail(tag.name);
  const timeZone = useObservable(session.station.model)?.description.timeZone;
  const { unit, decimals } = tag;
  const rows = detailRows({
    look,
    sample: session.tags.sample(tag.handle),
    tag,
    // Of a host that is not heard any more nothing but the old value is known.
    detail: look.isLinkLost ? null : detail,
    texts,
    unit,
    decimals,
    timeZone: zoneClock(timeZone ?? 'UTC').timeZone,
    now: session.client.stationNow(),
  });
  const words = texts.faceplate;
  return (
    <dl className="plate-facts is-small">
      {rows.map(([name, text]) => (
        <Fact key={name} name={name} text={text} isOfDevice={name === texts.tip.address} />
      ))}
      <Fact
        name={words.analog.calibration}
        text={
          asset.tests.length === 0
            ? words.lacking.notSaid
            : asset.tests.map(({ what, due }) => `${pick(what)} ${due}`).join(' · ')
        }
      />
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly text: string;
  /** The same in every language. */
  readonly isOfDevice?: boolean;
}

function Fact({ name, text, isOfDevice = false }: FactProps): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd translate={isOfDevice ? 'no' : undefined}>{text}</dd>
    </>
  );
}
