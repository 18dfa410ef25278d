/** The ladder of an analogue value: normal band, limits by weight with their numbers, set point hollow, the present value solid. */
import { type ReactNode, useRef } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { limitsOf, useLimits } from '../../alarms/limits.ts';
import { ladderRange } from '../../mimic/ladder-range.ts';
import { useLook } from '../../mimic/live.tsx';
import { place, type Scale } from '../../mimic/scale.ts';

const BAR = { x: 56, width: 26, top: 6, height: 206 } as const;
const LABEL_HEIGHT = 13;

interface LadderProps {
  readonly tag: TagDefinition;
  readonly setpoint: number | null;
}

export function AnalogLadder({ tag, setpoint }: LadderProps): ReactNode {
  const limits = useLimits(tag.name);
  const [low, high] = ladderRange({ limits, low: tag.low, high: tag.high });
  const scale: Scale = { low, high, from: BAR.top + BAR.height, to: BAR.top };
  const pointer = useRef<SVGGElement>(null);
  useLook(tag.handle, ({ value, kind }) => {
    const isLive = kind !== 'stale' && kind !== 'bad';
    pointer.current?.setAttribute('visibility', value === null ? 'hidden' : 'visible');
    pointer.current?.setAttribute('class', isLive ? 'pointer' : 'pointer hollow');
    if (value !== null) pointer.current?.setAttribute('transform', `translate(0 ${place(scale, value).toFixed(1)})`);
  });
  const bandTop = place(scale, limits.H ?? high);
  const bandBottom = place(scale, limits.L ?? low);
  let above = Number.NEGATIVE_INFINITY;
  const labels = limitsOf(limits)
    .toReversed()
    .map(([name, value]) => {
      const y = place(scale, value);
      above = Math.max(y, above + LABEL_HEIGHT);
      return { name, value, y, labelY: above };
    });
  return (
    <svg className="plate-ladder" viewBox="0 0 104 232" aria-hidden="true">
      <rect className="track" x={BAR.x} y={BAR.top} width={BAR.width} height={BAR.height} />
      {limits.L === undefined && limits.H === undefined ? null : (
        <rect className="band" x={BAR.x} y={bandTop} width={BAR.width} height={Math.max(0, bandBottom - bandTop)} />
      )}
      {labels.map(({ name, value, y, labelY }) => (
        <g key={name}>
          <path className={name.length === 2 ? 'tick2' : 'tick1'} d={`M${BAR.x} ${y}h${BAR.width}`} />
          <text x={BAR.x - 5} y={labelY + 4} textAnchor="end">
            {name} {formatNumber(value, tag.decimals)}
          </text>
        </g>
      ))}
      {setpoint === null ? null : (
        <path
          className="sp"
          transform={`translate(${BAR.x - 8} ${place(scale, setpoint).toFixed(1)})`}
          d="M0-5L7 0L0 5Z"
        />
      )}
      <g ref={pointer} className="pointer" visibility="hidden">
        <path d={`M${BAR.x} 0h${BAR.width}`} className="tick1" />
        <path d={`M${BAR.x + BAR.width + 12}-7L${BAR.x + BAR.width + 1} 0l11 7Z`} className="ptr" />
      </g>
      <text x={BAR.x + BAR.width / 2} y={228} textAnchor="middle" className="mut">
        {formatNumber(low, decimalsFor(high - low))}–{formatNumber(high, decimalsFor(high - low))}
      </text>
    </svg>
  );
}

const decimalsFor = (span: number): number => (span >= 20 ? 0 : span >= 2 ? 1 : 2);
