/** Where a value is in its range: track, normal band, ticks of the limits (LL and HH heavier), the pointer below. 92 × 14. */
import type { ReactNode } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { useHandleLook } from '../../ui/reading.tsx';
import { limitsOf, type ShownLimits, useLimits } from '../limits.ts';
import type { AlarmFacts } from '../use-alarms.ts';

const BAR = { width: 92, y: 1, height: 7 } as const;

export function RangeBar({ facts: { tag } }: { readonly facts: AlarmFacts }): ReactNode {
  const limits = useLimits(tag?.name ?? null);
  if (tag === undefined || tag.low === null || tag.high === null || tag.high <= tag.low) return null;
  return <Bar tag={tag} limits={limits} low={tag.low} high={tag.high} />;
}

interface BarProps {
  readonly tag: TagDefinition;
  readonly limits: ShownLimits;
  readonly low: number;
  readonly high: number;
}

function Bar({ tag, limits, low, high }: BarProps): ReactNode {
  const look = useHandleLook(tag.handle);
  const x = (value: number): number => (Math.min(high, Math.max(low, value)) - low) * (BAR.width / (high - low));
  const { L, H } = limits;
  const from = L === undefined ? 0 : x(L);
  const to = H === undefined ? BAR.width : x(H);
  const isOld = look.kind === 'stale';
  return (
    <svg className="range-bar" viewBox="-5 0 102 16" aria-hidden="true">
      <rect className="track" width={BAR.width} y={BAR.y} height={BAR.height} />
      {L === undefined && H === undefined ? null : (
        <rect className="band" x={from} width={Math.max(0, to - from)} y={BAR.y} height={BAR.height} />
      )}
      {limitsOf(limits).map(([name, limit]) => (
        <path key={name} className={name.length === 2 ? 'tick2' : 'tick1'} d={`M${x(limit)} 0v9`} />
      ))}
      {look.value === null ? null : (
        <path
          className={isOld ? 'ptr hollow' : 'ptr'}
          d="M0 8L4.500 15H-4.500Z"
          transform={`translate(${x(look.value)} 0)`}
        />
      )}
    </svg>
  );
}
