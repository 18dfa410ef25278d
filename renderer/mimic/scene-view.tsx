/**
 * Draws a served scene as one SVG whose view box is the scene, so that it is crisp at every window size. Static structure
 * is rendered once; only states (rare) and leaves (through refs) change afterwards.
 */
import { memo, type ReactNode, useMemo, useRef } from 'react';
import type { SceneLabel, SceneNode, ServedScene } from '../../shared/model/scene.ts';
import { isWritten, turnedBox } from '../../shared/scene/marks/marked-area.ts';
import { AssetTarget } from '../faceplates/asset-target.tsx';
import { useTexts } from '../store/session.ts';
import { AlarmLayer } from './alarm-mark.tsx';
import { booleanProp, type SymbolDefinition } from './define-symbol.ts';
import { Hatches } from './hatches.tsx';
import { useSymbolState } from './live.tsx';
import { Pipes } from './pipes/pipes.tsx';
import { readNodes } from './read-nodes.ts';
import { stateWords } from './state-words.ts';
import { symbols } from './symbols/registry.ts';
import { ZoomableScene } from './zoom/zoomable-scene.tsx';

type Handles = Readonly<Record<string, number | undefined>>;

export const SceneView = memo(function SceneView({ scene }: { readonly scene: ServedScene }): ReactNode {
  const [width, height] = scene.size;
  const nodes = useMemo(() => readNodes(scene), [scene]);
  return (
    <ZoomableScene scene={scene} nodes={nodes}>
      <defs>
        <Hatches />
      </defs>
      {scene.panels.map(([x, y, w, h], i) => (
        <rect key={i} x={x} y={y} width={w} height={h} className="panel" />
      ))}
      {scene.rules.map(([x1, y1, x2, y2], i) => (
        <path key={i} d={`M${x1} ${y1}L${x2} ${y2}`} className="rule" />
      ))}
      {/* Under everything that is read: what was known last stays legible. */}
      <g className="scene-lost" aria-hidden="true">
        <rect width={width} height={height} />
      </g>
      <Pipes scene={scene} />
      {scene.labels.map((label, i) => (
        <Label key={i} label={label} />
      ))}
      {nodes.map(node => (
        <NodeView key={node.id} node={node} handles={scene.handles} />
      ))}
      <AlarmLayer nodes={nodes} />
    </ZoomableScene>
  );
});

const LABEL_CLASS: Record<SceneLabel['style'], string> = {
  heading: 't16 b',
  name: 't14 b',
  note: 't12 mut',
};

function Label({ label }: { readonly label: SceneLabel }): ReactNode {
  const { pick } = useTexts();
  return (
    <text x={label.at[0]} y={label.at[1]} className={LABEL_CLASS[label.style]} textAnchor={label.anchor}>
      {pick(label.text)}
    </text>
  );
}

const NodeView = memo(function NodeView({
  node,
  handles,
}: {
  readonly node: SceneNode;
  readonly handles: Readonly<Record<string, number>>;
}): ReactNode {
  const { texts } = useTexts();
  const definition = symbols.get(node.symbol);
  if (definition === undefined) {
    return (
      <text x={node.at[0]} y={node.at[1]} className="t12 b">
        {texts.symbolUnknown} {node.symbol}
      </text>
    );
  }
  return <SymbolNode node={node} definition={definition} all={handles} />;
});

interface SymbolNodeProps {
  readonly node: SceneNode;
  readonly definition: SymbolDefinition;
  readonly all: Readonly<Record<string, number>>;
}

function SymbolNode({ node, definition, all }: SymbolNodeProps): ReactNode {
  const kept = useRef<{ readonly key: string; readonly handles: Handles } | null>(null);
  const key = Object.entries(node.bind)
    .map(([role, name]) => `${role}=${all[name] ?? ''}`)
    .join();
  if (kept.current?.key !== key) {
    kept.current = {
      key,
      handles: Object.fromEntries(Object.entries(node.bind).map(([role, name]) => [role, all[name]])),
    };
  }
  const { handles } = kept.current;
  const state = useSymbolState(definition, node, handles);
  const { texts } = useTexts();
  const words = definition.inWords === false ? '' : stateWords(state, texts);
  const turn = node.turn === undefined ? '' : ` rotate(${node.turn})`;
  const scale = node.scale ?? 1;
  const size = scale === 1 && node.mirror !== true ? '' : ` scale(${node.mirror === true ? -scale : scale} ${scale})`;
  return (
    <AssetTarget
      node={node}
      transform={`translate(${node.at[0]} ${node.at[1]})`}
      area={turnedBox(node, definition)}
      isWritten={isWritten(node.symbol)}
    >
      <g
        className="sym"
        transform={turn + size === '' ? undefined : `${turn}${size}`.trim()}
        data-scale={scale === 1 ? undefined : scale}
        data-symbol={node.symbol}
        data-state={state.replace('~', '')}
        data-stale={state.endsWith('~') ? 'true' : undefined}
        data-testid={`symbol:${node.id}`}
        role={words === '' ? undefined : 'group'}
        aria-label={words === '' ? undefined : `${node.name ?? node.id} ${words}`}
      >
        {words === '' ? null : <title>{`${node.name ?? node.id} · ${words}`}</title>}
        {definition.draw({ node, state, handles })}
      </g>
      {node.name === undefined ? null : <NodeName node={node} definition={definition} />}
    </AssetTarget>
  );
}

/** Equipment name beside its symbol; never turned with it. */
function NodeName({ node, definition }: Pick<SymbolNodeProps, 'node' | 'definition'>): ReactNode {
  const { scale = 1 } = node;
  const [x, y, width, height] = definition.box.map(side => side * scale) as [number, number, number, number];
  const isUpright = node.turn === undefined || node.turn === 180;
  const className = booleanProp(node, 'strong') === true ? 't12 txt' : 't12 mut';
  switch (node.label ?? 'below') {
    case 'above':
      return (
        <text x={x + width / 2} y={y - 8} className={className} textAnchor="middle">
          {node.name}
        </text>
      );
    case 'right':
      return (
        <text x={isUpright ? x + width + 8 : 17} y={4} className={className}>
          {node.name}
        </text>
      );
    case 'left':
      return (
        <text x={x - 8} y={-4} className={className} textAnchor="end">
          {node.name}
        </text>
      );
    case 'below':
      return (
        <text x={0} y={y + height + 17} className={className} textAnchor="middle">
          {node.name}
        </text>
      );
  }
}
