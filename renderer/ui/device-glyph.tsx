/** The link lamp: a square that is full, half, crossed or dashed. Shape says the state; there is no colour. 12 × 12. */
import type { ReactNode } from 'react';
import type { DeviceLevel } from './device-level.ts';

export function DeviceGlyph({ level }: { readonly level: DeviceLevel }): ReactNode {
  return (
    <g className={`lamp ${level}`}>
      <rect x={1.5} y={1.5} width={9} height={9} />
      {level === 'half' ? <path className="half" d="M1.5 10.5h9V6h-9z" /> : null}
      {level === 'crossed' ? <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" /> : null}
    </g>
  );
}
