/**
 * Rules about lines on other things: no pipe, impulse line or signal line crosses or covers another one, nor runs over a text or
 * over a symbol that has no port there. Whatever meets, meets at its end or in a port. Lines that a symbol draws itself (the lead of
 * an instrument, the tap of a regulator) count as well. Where a pipe must cross, it says so and is drawn as a bridge. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { LANGUAGES } from '../../text/text.ts';
import { bridgesOf, commonPoint, type Leg, legsOf } from '../cross-lines.ts';
import { leadLine, tapLine } from '../own-lines.ts';
import { type Point, placeBox } from '../place-node.ts';
import type { Finding, LintContext, LintedScene } from './finding.ts';
import { inkOf, numberOf } from './ink.ts';
import { isCrossed, isOn, isPort, isSame, portsOf } from './legs.ts';

interface Line {
  readonly id: string;
  readonly path: readonly PropertyKey[];
  readonly points: readonly Point[];
  /** Where it is drawn over another on purpose. */
  readonly bridges: readonly Point[];
}

/** Each pair of lines once, at the first place where they cross. */
export function crossings(scene: LintedScene): readonly Finding[] {
  const lines = linesOf(scene);
  return lines.flatMap((line, i) =>
    lines.slice(0, i + 1).flatMap((other): readonly Finding[] => {
      const at = crossingOf(line, other, scene.nodes);
      return at === null ? [] : [crossed(line, other, at)];
    }),
  );
}

function linesOf({ nodes, pipes }: LintedScene): readonly Line[] {
  return [
    ...pipes.map((pipe, i) => ({
      id: pipe.id,
      path: ['pipes', i],
      points: pipe.path,
      bridges: bridgesOf(pipe, pipes),
    })),
    ...nodes.flatMap((node, i): readonly Line[] => {
      const points = ownLine(node).map((point): Point => {
        const [x, y] = placeBox(node, [...point, 0, 0]);
        return [x, y];
      });
      return points.length < 2 ? [] : [{ id: node.id, path: ['nodes', i], points, bridges: [] }];
    }),
  ];
}

function ownLine(node: SceneNode): readonly Point[] {
  const lead = numberOf(node, 'lead', 0);
  if (lead !== 0) return leadLine(lead);
  const tapX = numberOf(node, 'tapX', 0);
  return tapX === 0 ? [] : tapLine(tapX);
}

function crossingOf(line: Line, other: Line, nodes: readonly SceneNode[]): Point | null {
  const legs = legsOf(line.points);
  const others = legsOf(other.points);
  for (const [i, a] of legs.entries()) {
    // Of one and the same line every pair once, and its neighbours meet in a bend.
    for (const b of line === other ? others.slice(i + 2) : others) {
      const at = commonPoint(a, b);
      if (at !== null && !isMeant(at, [line, other]) && !isPort(at, nodes)) return at;
    }
  }
  return null;
}

/** One of them ends there, or is led over the other. */
const isMeant = (at: Point, lines: readonly Line[]): boolean =>
  lines.some(line => isEnd(at, line) || line.bridges.some(bridge => isSame(bridge, at)));

const isEnd = (point: Point, { points }: Line): boolean =>
  [points[0], points.at(-1)].some(end => end !== undefined && isSame(end, point));

const crossed = (line: Line, other: Line, at: Point): Finding => ({
  rule: 'crossing',
  path: line.path,
  what:
    line === other
      ? { zh: `"${line.id}" 在 ${at.join(', ')} 与自身相交`, en: `"${line.id}" crosses itself at ${at.join(', ')}` }
      : {
          zh: `"${line.id}" 在 ${at.join(', ')} 与 "${other.id}" 交叉而不相接`,
          en: `"${line.id}" crosses "${other.id}" at ${at.join(', ')} without meeting it`,
        },
  right: {
    zh: '用 via 绕开，或移动设备；相接处放 tee；必须交叉时写 over',
    en: 'lead it round with via, or move the equipment; put a tee where they are connected; if they must cross, say over',
  },
});

/** Whoever says that it is led over another crosses it, with room for the arc. */
export function idleBridges({ pipes }: LintedScene): readonly Finding[] {
  return pipes.flatMap((pipe, i) =>
    (pipe.over ?? []).flatMap((id, k): readonly Finding[] =>
      bridgesOf({ ...pipe, over: [id] }, pipes).length > 0
        ? []
        : [
            {
              rule: 'idle-bridge',
              path: ['pipes', i, 'over', k],
              what: {
                zh: `管线 "${pipe.id}" 没有跨过 "${id}"，或拐点离交叉处不足 6 像素`,
                en: `pipe "${pipe.id}" does not cross "${id}", or bends less than 6 px from it`,
              },
              right: { zh: '去掉它，或移开拐点', en: 'remove it, or move the bend away' },
            },
          ],
    ),
  );
}

/** A pipe that runs over something without meeting one of its ports looks connected and is not, or hides what is read. */
export function runsOver(scene: LintedScene, context: LintContext): readonly Finding[] {
  const inks = LANGUAGES.flatMap(language => inkOf(scene, language, context));
  return scene.pipes.flatMap((pipe, i): readonly Finding[] => {
    const over = inks.filter(({ kind, path, area }) =>
      legsOf(pipe.path).some(
        leg => isCrossed(leg, area) && !(kind === 'symbol' && isMet(scene.nodes[Number(path[1])], leg)),
      ),
    );
    const owners = new Set(over.map(({ owner }) => owner));
    return [...owners].map(owner => ({
      rule: 'through-symbol',
      path: ['pipes', i],
      what: {
        zh: `管线 "${pipe.id}" 从 "${owner}" 上穿过而不相接`,
        en: `pipe "${pipe.id}" runs over "${owner}" without meeting it`,
      },
      right: { zh: '用 via 绕开，或接到它的端口', en: 'lead it round with via, or to one of its ports' },
    }));
  });
}

const isMet = (node: SceneNode | undefined, leg: Leg): boolean =>
  node !== undefined && portsOf(node).some(port => isOn(port, leg));
