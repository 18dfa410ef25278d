/** Horizontal analogue drawings of the overview's top strip: a value against its range, a value in its band, an hour. */
import { type ReactNode, useRef } from 'react';
import { LINE_TEXTS, sizesOf } from '../../../shared/scene/catalogue/sizes.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { booleanProp, type DrawInput, defineSymbol, numberProp, stringProp, textProp } from '../define-symbol.ts';
import { DemoStrip } from '../demo-strip.tsx';
import { LiveNumber, useFacts, useLook, type ValueFacts, ValueTarget } from '../live.tsx';
import { MissingNote, useIsNotConfigured } from '../missing-note.tsx';
import { levelTextAt, place, type Scale } from '../scale.ts';
import { useSpark } from '../spark.ts';

const BAR_HEIGHT = 8;

/** Origin: left end of the label, base line. */
function RangeBar({ node, handles }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const facts = useFacts(node);
  const handle = handles['value'];
  const { barX, barWidth, valueX } = sizesOf('range-bar', node);
  const label = textProp(node, 'label');
  const scale: Scale = { low: facts.low ?? 0, high: facts.high ?? 1, from: 0, to: barWidth };
  const bar = useRef<SVGRectElement>(null);
  useLook(handle, look => {
    bar.current?.setAttribute('width', look.value === null ? '0' : place(scale, look.value).toFixed(1));
    bar.current?.setAttribute('class', look.kind === 'stale' ? 'hatch' : 'fillbar');
  });
  const { H } = facts.limits;
  return (
    <ValueTarget handle={handle} facts={facts} area={[-4, -17, valueX + 40, 24]}>
      <text className={`t${LINE_TEXTS['range-bar'].label} txt`}>{label === undefined ? '' : pick(label)}</text>
      <rect x={barX} y={-9} width={barWidth} height={BAR_HEIGHT} className="track" />
      <rect ref={bar} x={barX} y={-9} width={0} height={BAR_HEIGHT} className="fillbar" />
      {H === undefined ? null : <path d={`M${(barX + place(scale, H)).toFixed(1)} -12v14`} className="tick1" />}
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[valueX, 1]}
        size={LINE_TEXTS['range-bar'].number}
        bold
        age={[barX + barWidth, 2.5]}
      />
      <text x={valueX + 4} y={1} className="t12 mut">
        {facts.unit}
      </text>
    </ValueTarget>
  );
}

/**
 * Origin: left end of the label, base line. The band takes the middle of the bar, so that rows can be compared. `barY` moves the
 * bar below the line of text, for several side by side.
 */
function BandBar({ node, handles }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const facts = useFacts(node);
  const handle = handles['value'];
  const tagX = numberProp(node, 'tagX');
  const { barX, barY, barWidth, valueX } = sizesOf('band-bar', node);
  const isMissing = useIsNotConfigured(handle);
  const label = textProp(node, 'label') ?? facts.caption;
  const scale: Scale = {
    low: numberProp(node, 'low') ?? facts.low ?? 0,
    high: numberProp(node, 'high') ?? facts.high ?? 1,
    from: barX,
    to: barX + barWidth,
  };
  const pointer = useRef<SVGPathElement>(null);
  useLook(handle, look => {
    pointer.current?.setAttribute('visibility', look.value === null ? 'hidden' : 'visible');
    pointer.current?.setAttribute('class', look.kind === 'stale' ? 'ptr hollow' : 'ptr');
    if (look.value === null) return;
    pointer.current?.setAttribute('transform', `translate(${place(scale, look.value).toFixed(1)} ${barY})`);
  });
  const { LL, L, H, HH } = facts.limits;
  const left = place(scale, L ?? scale.low);
  const right = place(scale, H ?? scale.high);
  const ticks: [number | undefined, string][] = [
    [L, 'tick1'],
    [H, 'tick1'],
    [LL, 'tick2'],
    [HH, 'tick2'],
  ];
  return (
    <ValueTarget handle={handle} facts={facts} area={[-4, -14, valueX + 40, 20 + barY]}>
      <text className={`t${LINE_TEXTS['band-bar'].label} txt`}>{label === undefined ? '' : pick(label)}</text>
      {tagX === undefined ? null : (
        <text x={tagX} className="t12 mut">
          {facts.tag}
        </text>
      )}
      <MissingNote handle={handle} at={[barX, barY]} />
      {isMissing ? null : <rect x={barX} y={barY - 11} width={barWidth} height={BAR_HEIGHT} className="track" />}
      {isMissing ? null : <rect x={left} y={barY - 11} width={right - left} height={BAR_HEIGHT} className="band" />}
      {ticks.map(([limit, weight], i) =>
        isMissing || limit === undefined || limit < scale.low || limit > scale.high ? null : (
          <path key={i} d={`M${place(scale, limit).toFixed(1)} ${barY - 11}v${BAR_HEIGHT}`} className={weight} />
        ),
      )}
      <path ref={pointer} d="M-5 5L0 -4L5 5Z" className="ptr" visibility="hidden" />
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[valueX, 0]}
        size={LINE_TEXTS['band-bar'].number}
        age={stringProp(node, 'age') === 'none' ? 'none' : 'left'}
      />
      <text x={valueX + 4} className="t12 mut">
        {facts.unit}
      </text>
    </ValueTarget>
  );
}

/** Least decimals that tell the ends of an axis apart and are exact, up to three. */
const placesOf = (ends: readonly number[]): number =>
  [0, 1, 2].find(places => ends.every(end => Math.abs(end - Number(end.toFixed(places))) < 1e-9)) ?? 3;

interface HourLimitsProps {
  readonly scale: Scale;
  readonly width: number;
  readonly facts: ValueFacts;
}

/** The normal band, and each limit with its name and number: L and H thin, LL and HH thick. */
function HourLimits({ scale, width, facts }: HourLimitsProps): ReactNode {
  const { L, H } = facts.limits;
  const top = place(scale, H ?? scale.high);
  const limits = (['HH', 'H', 'L', 'LL'] as const).flatMap(kind => {
    const limit = facts.limits[kind];
    return limit === undefined || limit <= scale.low || limit >= scale.high ? [] : [{ kind, limit }];
  });
  return (
    <>
      {L === undefined && H === undefined ? null : (
        <rect y={top} width={width} height={place(scale, L ?? scale.low) - top} className="bandl" />
      )}
      {limits.map(({ kind, limit }) => (
        <g key={kind} transform={`translate(0 ${place(scale, limit).toFixed(1)})`}>
          <path d={`M0 0H${width}`} className={kind.length > 1 ? 'hair' : 'sdash'} />
          <text x={4} y={levelTextAt(place(scale, limit))} className="t12 mut">
            {`${kind} ${formatNumber(limit, facts.decimals)}`}
          </text>
        </g>
      ))}
    </>
  );
}

/**
 * Last hour of `value` (heavy) and of `second` (light) on one scale that follows both. Origin: top left of the plot. With
 * `limits` those of `value` are drawn in it.
 */
function HourChart({ node, handles }: DrawInput): ReactNode {
  const { texts } = useTexts();
  const facts = useFacts(node);
  const second = useFacts(node, 'second');
  const { width, height } = sizesOf('hour-chart', node);
  const scale: Scale = {
    low: numberProp(node, 'low') ?? facts.low ?? 0,
    high: numberProp(node, 'high') ?? facts.high ?? 1,
    from: height,
    to: 0,
  };
  const ink = useRef<SVGPathElement>(null);
  const ends = [scale.high, (scale.low + scale.high) / 2, scale.low];
  const places = placesOf(ends);
  const ink2 = useRef<SVGPathElement>(null);
  const gap = useRef<SVGRectElement>(null);
  useSpark({ tag: second.tag, handle: handles['second'], x: 0, width, scale, path: ink2 });
  const demo = useRef<SVGRectElement>(null);
  useSpark({ tag: facts.tag, handle: handles['value'], x: 0, width, scale, path: ink, demo });
  useLook(handles['value'], look => {
    const isLive = look.kind !== 'stale' && look.kind !== 'bad';
    gap.current?.setAttribute('visibility', isLive ? 'hidden' : 'visible');
  });
  return (
    <ValueTarget handle={handles['value']} facts={facts} area={[-4, -4, width + 50, height + 22]}>
      <rect width={width} height={height} className="plot" />
      {booleanProp(node, 'limits') === true ? <HourLimits scale={scale} width={width} facts={facts} /> : null}
      <path d={`M0 ${height / 2}H${width}`} className="grid" />
      <path ref={ink2} className="spark2" />
      <path ref={ink} className="spark" />
      <DemoStrip strip={demo} y={0} />
      <rect ref={gap} x={width - 12} width={12} height={height} className="hatch" visibility="hidden" />
      {ends.map((end, i) => (
        <text key={i} x={width + 5} y={[10, height / 2 + 4, height][i]} className="t12 mut">
          {formatNumber(end, places)}
        </text>
      ))}
      <text y={height + 14} className="t12 mut">
        {texts.oneHourAgo}
      </text>
      <text x={width} y={height + 14} className="t12 mut" textAnchor="end">
        {texts.now}
      </text>
    </ValueTarget>
  );
}

export const rangeBar = defineSymbol({
  id: 'range-bar',
  draw: input => <RangeBar {...input} />,
});

export const bandBar = defineSymbol({
  id: 'band-bar',
  draw: input => <BandBar {...input} />,
});

export const hourChart = defineSymbol({
  id: 'hour-chart',
  draw: input => <HourChart {...input} />,
});
