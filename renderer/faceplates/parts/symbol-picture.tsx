/** The symbol of an asset, large, in its state: the same drawing as on the mimic. */
import type { ReactNode } from 'react';
import type { SceneNode } from '../../../shared/model/scene.ts';
import { symbols } from '../../mimic/symbols/registry.ts';

interface PictureProps {
  readonly symbol: 'valve' | 'slam-shut' | 'regulator' | 'monitor';
  readonly state: string;
  readonly actuator?: string | undefined;
}

export function SymbolPicture({ symbol, state, actuator }: PictureProps): ReactNode {
  const definition = symbols.get(symbol);
  if (definition === undefined) return null;
  const node: SceneNode = {
    id: symbol,
    symbol,
    at: [0, 0],
    bind: {},
    props: actuator === undefined ? {} : { actuator },
  };
  const [x, y, width, height] = definition.box;
  return (
    <svg className="plate-picture" viewBox={`${x - 4} ${y - 4} ${width + 8} ${height + 8}`} aria-hidden="true">
      <g
        className="sym"
        data-symbol={symbol}
        data-state={state.replace('~', '')}
        data-stale={state.endsWith('~') ? 'true' : undefined}
      >
        {definition.draw({ node, state, handles: {} })}
      </g>
    </svg>
  );
}
