/**
 * The states of a scene's pipes while somebody looks: follows the values that the network of the scene depends on, and
 * evaluates it again only when the state of a node or a flow has become another. Subscribes to tags while it is listened to.
 */
import type { SceneNode, ScenePipe, ServedScene } from '../../../shared/model/scene.ts';
import { boundaryOf } from '../../../shared/scene/network/conduction.ts';
import { type PipeNetwork, type PipeState, pipeNetwork } from '../../../shared/scene/network/pipe-network.ts';
import type { Session } from '../../store/session.ts';
import { type Reading, type Readings, truth } from '../define-symbol.ts';
import { symbols } from '../symbols/registry.ts';

/** What of a window's session is needed here. */
export interface PipeSession {
  readonly tags: Pick<Session['tags'], 'subscribe'>;
  readonly look: Session['look'];
}

export interface PipeStates {
  readonly sections: PipeNetwork['sections'];
  /** State of the section at `index`. */
  stateAt(index: number): PipeState;
  /** Told after the states have changed. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** @param later runs its argument soon, once for the values of one frame */
export function pipeStates(
  scene: ServedScene,
  session: PipeSession,
  later: (run: () => void) => void = queueMicrotask,
): PipeStates {
  const network = pipeNetwork(scene);
  const flows = scene.pipes.filter(pipe => pipe.flow !== undefined);
  const listeners = new Set<() => void>();
  let inputs = inputsOf(scene, session, { nodes: network.nodes, flows });
  let states = evaluate(network, inputs);
  let isAsked = false;
  let stop: readonly (() => void)[] = [];

  const refresh = (): void => {
    isAsked = false;
    const now = inputsOf(scene, session, { nodes: network.nodes, flows });
    if (now.key === inputs.key) return;
    inputs = now;
    const next = evaluate(network, now);
    if (next.every((state, i) => state === states[i])) return;
    states = next;
    for (const listener of listeners) listener();
  };
  const soon = (): void => {
    if (isAsked) return;
    isAsked = true;
    later(refresh);
  };
  const follow = (): void => {
    const names = [
      ...network.nodes.flatMap(node => Object.values(node.bind)),
      ...flows.flatMap(pipe => pipe.flow ?? []),
    ];
    const handles = new Set(names.flatMap(name => scene.handles[name] ?? []));
    stop = [...handles].map(handle => session.tags.subscribe(handle, soon));
    // What came between the first drawing and now has told nobody.
    soon();
  };
  return {
    sections: network.sections,
    stateAt: index => states[index] ?? 'plain',
    subscribe: listener => {
      listeners.add(listener);
      if (listeners.size === 1) follow();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        for (const off of stop) off();
        stop = [];
      };
    },
  };
}

interface Inputs {
  readonly nodes: ReadonlyMap<SceneNode, string>;
  readonly flows: ReadonlyMap<ScenePipe, boolean | null>;
  /** The same for the same states. */
  readonly key: string;
}

function inputsOf(
  scene: ServedScene,
  session: PipeSession,
  wanted: { readonly nodes: readonly SceneNode[]; readonly flows: readonly ScenePipe[] },
): Inputs {
  const nodes = new Map(
    wanted.nodes.map(node => {
      const readings = Object.entries(node.bind).flatMap(([role, name]) => {
        const reading = readingOf(scene.handles[name], session);
        return reading === null ? [] : [[role, reading] as const];
      });
      return [node, stateOf(node, Object.fromEntries(readings))] as const;
    }),
  );
  const flows = new Map(wanted.flows.map(pipe => [pipe, flowOf(scene.handles[pipe.flow ?? ''], session)] as const));
  return { nodes, flows, key: [...nodes.values(), ...flows.values()].join('|') };
}

/** An old value says nothing about now; with the whole link lost the picture is the last one, and says so. */
function readingOf(handle: number | undefined, session: PipeSession): Reading | null {
  if (handle === undefined) return null;
  const look = session.look(handle);
  return { value: look.value, isStale: look.kind === 'stale' && !look.isLinkLost };
}

function stateOf(node: SceneNode, readings: Readings): string {
  if (boundaryOf(node) === null) return symbols.get(node.symbol)?.state?.(readings, node.props) ?? '';
  const on = readings['on'];
  if (on === undefined) return 'on';
  const isOn = on.isStale ? null : truth(on);
  return isOn === null ? 'unknown' : isOn ? 'on' : 'off';
}

function flowOf(handle: number | undefined, session: PipeSession): boolean | null {
  const reading = readingOf(handle, session);
  return reading === null || reading.isStale ? null : truth(reading);
}

const evaluate = (network: PipeNetwork, { nodes, flows }: Inputs): readonly PipeState[] =>
  network.evaluate({ nodeState: node => nodes.get(node) ?? '', flow: pipe => flows.get(pipe) });
