/** How far a valve is open: a bar and a number under its body, in percent. Pointed at, it opens its trend like any value. */
import { type ReactNode, useRef } from 'react';
import type { SceneNode } from '../../../shared/model/scene.ts';
import { OPENING } from '../../../shared/scene/catalogue/sizes.ts';
import { stringProp } from '../define-symbol.ts';
import { LiveNumber, useFacts, useLook, ValueTarget } from '../live.tsx';

const { bar: BAR, numberX, unitX, baseY, size } = OPENING;

interface OpeningProps {
  readonly node: SceneNode;
  /** Role of the node that the percentage is bound to, and its handle. */
  readonly role: string;
  readonly handle: number | undefined;
}

export function Opening({ node, role, handle }: OpeningProps): ReactNode {
  const facts = useFacts(node, role);
  const fillBar = useRef<SVGRectElement>(null);
  const tick = useRef<SVGPathElement>(null);
  useLook(handle, look => {
    const width = (Math.min(100, Math.max(0, look.value ?? 0)) / 100) * BAR.width;
    fillBar.current?.setAttribute('width', width.toFixed(1));
    fillBar.current?.setAttribute('class', look.kind === 'stale' ? 'hatch' : 'fillbar');
    tick.current?.setAttribute('d', look.value === null ? '' : `M${(BAR.x + width).toFixed(1)} ${BAR.y - 3}v11`);
  });
  return (
    <ValueTarget handle={handle} facts={facts} area={[BAR.x - 4, BAR.y - 7, 84, 20]}>
      <rect {...BAR} className="track" />
      <rect ref={fillBar} {...BAR} width={0} className="fillbar" />
      <path ref={tick} className="tick1" />
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[numberX, baseY]}
        size={size}
        age={stringProp(node, 'age') === 'none' ? 'none' : [numberX - 14, baseY + 4]}
      />
      <text x={unitX} y={baseY} className="t12 mut">
        {facts.unit}
      </text>
    </ValueTarget>
  );
}
