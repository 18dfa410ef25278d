/**
 * The legend (L4, F10): every symbol in all its states, now and old, and every kind of value in all its qualities, drawn by the
 * components of the screens themselves. What is drawn here is what a screen shows.
 */
import { type ReactNode, useMemo } from 'react';
import type { SceneNode } from '../../shared/model/scene.ts';
import type { SymbolId } from '../../shared/scene/symbol-catalogue.ts';
import type { Catalog } from '../../shared/text/catalog.ts';
import type { LegendTexts } from '../../shared/text/legend/legend.ts';
import type { SymbolDefinition } from '../mimic/define-symbol.ts';
import { Hatches } from '../mimic/hatches.tsx';
import { stateWords } from '../mimic/state-words.ts';
import { symbols } from '../mimic/symbols/registry.ts';
import { SessionProvider, useObservable, useSession, useTexts } from '../store/session.ts';
import { LEGEND, type LegendGroup, roomOf, sampleNode, symbolsOf } from './legend-plan.ts';
import { handleOf, QUALITY_COUNT, sampleSession } from './sample-session.ts';

const GROUPS: readonly LegendGroup[] = ['valves', 'equipment', 'fittings', 'signals', 'values', 'ways'];
/** Place of `bad` among the qualities: what is bound to an unknown state has no value either. */
const BAD = 2;
const ALL_QUALITIES = Array.from({ length: QUALITY_COUNT }, (_unused, i) => i);

export function LegendView(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const model = useObservable(session.station.model);
  const samples = useMemo(() => sampleSession(session, model), [session, model]);
  return (
    <SessionProvider value={samples}>
      <div className="legend" data-testid="legend">
        <svg className="legend-patterns" aria-hidden="true">
          <defs>
            <Hatches />
          </defs>
        </svg>
        <p>{texts.legend.intro}</p>
        {GROUPS.map(group => (
          <section key={group}>
            <h2>{texts.legend.groups[group]}</h2>
            <div className="legend-group">
              {symbolsOf(group).map(id => (
                <LegendEntry key={id} id={id} />
              ))}
            </div>
          </section>
        ))}
      </div>
    </SessionProvider>
  );
}

function LegendEntry({ id }: { readonly id: SymbolId }): ReactNode {
  const { texts } = useTexts();
  const definition = symbols.get(id);
  if (definition === undefined) return null;
  const { variants = [] } = LEGEND[id];
  return (
    <div className="legend-entry" data-testid={`legend:${id}`}>
      <h3>
        {texts.legend.names[id]} <code>{id}</code>
      </h3>
      {definition.states === undefined ? <Qualities definition={definition} /> : <States definition={definition} />}
      {variants.length === 0 ? null : (
        <div className="legend-row">
          {variants.map((props, i) => (
            <Cell
              key={i}
              definition={definition}
              node={sampleNode(id, props)}
              state={definition.states?.[0] ?? ''}
              caption={variantOf(props)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** What tells a variant from the others, where it has a word for it. */
function variantOf({ kind, mounted }: SceneNode['props']): string {
  const word = kind ?? mounted;
  return typeof word === 'string' ? word : '';
}

/** Every state above, the same when it is old below; what is not known is not older or younger. */
function States({ definition }: { readonly definition: SymbolDefinition }): ReactNode {
  const { texts } = useTexts();
  const states = definition.states ?? [];
  const old = states.filter(state => !state.startsWith('unknown')).map(state => `${state}~`);
  return [states, old].map((row, i) => (
    <div key={i} className="legend-row">
      {row.map(state => (
        <Cell
          key={state}
          definition={definition}
          node={sampleNode(definition.id)}
          state={state}
          caption={i === 0 ? captionOf(state, texts) : ''}
          quality={state.startsWith('unknown') ? BAD : i}
        />
      ))}
    </div>
  ));
}

function captionOf(state: string, texts: Catalog): string {
  const words = stateWords(state, texts);
  if (words !== '') return words;
  const own: Readonly<Record<string, string>> & LegendTexts['states'] = texts.legend.states;
  return own[state] ?? own.mode;
}

/** What shows a value shows it in every quality; what shows none is there once. */
function Qualities({ definition }: { readonly definition: SymbolDefinition }): ReactNode {
  const { texts } = useTexts();
  const isLive = LEGEND[definition.id].bind !== undefined;
  return (
    <div className="legend-row">
      {ALL_QUALITIES.slice(0, isLive ? QUALITY_COUNT : 1).map(quality => (
        <Cell
          key={quality}
          definition={definition}
          node={sampleNode(definition.id)}
          state=""
          caption={isLive ? (texts.legend.qualities[quality] ?? '') : ''}
          quality={quality}
        />
      ))}
    </div>
  );
}

interface CellProps {
  readonly definition: SymbolDefinition;
  readonly node: SceneNode;
  readonly state: string;
  readonly caption: string;
  readonly quality?: number;
}

function Cell({ definition, node, state, caption, quality = 0 }: CellProps): ReactNode {
  const [x, y, width, height] = roomOf(definition.id);
  const bound = LEGEND[definition.id].bind ?? {};
  const handles = Object.fromEntries(Object.entries(bound).map(([role, name]) => [role, handleOf(name, quality)]));
  return (
    <figure>
      <svg
        viewBox={`${x} ${y} ${width} ${height}`}
        style={{ width: `calc(${width} * var(--p))`, height: `calc(${height} * var(--p))` }}
        aria-hidden="true"
      >
        <g className="scene">
          <g className="sym" data-state={state.replace('~', '')} data-stale={state.endsWith('~') ? 'true' : undefined}>
            {definition.draw({ node, state, handles })}
          </g>
        </g>
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
