/** Rules about where symbols stand and pipes run: on the grid, orthogonal, meeting at tees. Pure. */
import type { SceneNode } from '../../model/scene.ts';
import { legsOf } from '../cross-lines.ts';
import { conductionOf } from '../network/conduction.ts';
import { isInside } from '../network/pipe-sections.ts';
import type { Point } from '../place-node.ts';
import type { Finding, LintedScene } from './finding.ts';
import { isOn, isPort, portsOf } from './legs.ts';

type Path = readonly PropertyKey[];

/** Symbols that pipes run through, and points that pipes are led through, stand on whole or half steps of the grid. */
export function offGrid({ file, nodes, pipes }: LintedScene): readonly Finding[] {
  const step = file.grid / 2;
  const [x0, y0] = file.gridAt ?? [0, 0];
  const isOnGrid = ([x, y]: Point): boolean => (x - x0) % step === 0 && (y - y0) % step === 0;
  const near = ([x, y]: Point): string =>
    `${x0 + Math.round((x - x0) / step) * step}, ${y0 + Math.round((y - y0) / step) * step}`;
  const places: { readonly at: Point; readonly path: Path }[] = [
    ...nodes.flatMap((node, i) => (isPiped(node, pipes) ? [{ at: node.at, path: ['nodes', i, 'at'] }] : [])),
    ...file.pipes.flatMap(({ path, via, from, to, medium }, i) =>
      medium === 'signal'
        ? []
        : [
            ...(path ?? []).map((at, k) => ({ at, path: ['pipes', i, 'path', k] })),
            ...(via ?? []).map((at, k) => ({ at, path: ['pipes', i, 'via', k] })),
            ...(typeof from === 'object' ? [{ at: from, path: ['pipes', i, 'from'] }] : []),
            ...(typeof to === 'object' ? [{ at: to, path: ['pipes', i, 'to'] }] : []),
          ],
    ),
  ];
  return places
    .filter(({ at, path }) => !isOnGrid(at) && !isAtPort(at, path, nodes))
    .map(({ at, path }) => ({
      rule: 'off-grid',
      path,
      what: { zh: `${at.join(', ')} 不在网格上`, en: `${at.join(', ')} is off the grid` },
      right: { zh: `移到 ${near(at)}`, en: `move it to ${near(at)}` },
    }));
}

/** Instruments and impulse lines stand where there is room, and so does a symbol in a table, which no pipe leads to. */
function isPiped(node: SceneNode, pipes: LintedScene['pipes']): boolean {
  if (!['tee', 'link'].includes(node.symbol) && (conductionOf(node.symbol)?.joins ?? []).length === 0) return false;
  const legs = pipes.filter(({ medium }) => medium !== 'signal').flatMap(({ path }) => legsOf(path));
  return portsOf(node).some(port => legs.some(leg => isOn(port, leg)));
}

/** A pipe may end where a port is, wherever that is. */
function isAtPort(at: Point, path: Path, nodes: LintedScene['nodes']): boolean {
  return path[0] === 'pipes' && isPort(at, nodes);
}

export function diagonals({ pipes }: LintedScene): readonly Finding[] {
  return pipes.flatMap((pipe, i) =>
    legsOf(pipe.path).flatMap(({ start, end }): Finding[] =>
      start[0] === end[0] || start[1] === end[1]
        ? []
        : [
            {
              rule: 'diagonal',
              path: ['pipes', i, 'path'],
              what: { zh: `管线 "${pipe.id}" 有斜线`, en: `pipe "${pipe.id}" runs diagonally` },
              right: {
                zh: `在 ${start.join(', ')} 与 ${end.join(', ')} 之间加拐点，或写 from 和 to`,
                en: `add a bend between ${start.join(', ')} and ${end.join(', ')}, or write from and to`,
              },
            },
          ],
    ),
  );
}

/** A pipe that ends in the middle of another is drawn as a branch and would be one: it needs its dot. */
export function missingTees({ nodes, pipes }: LintedScene): readonly Finding[] {
  return pipes
    .flatMap((pipe, i) =>
      [pipe.path[0], pipe.path.at(-1)].flatMap((end): Finding[] => {
        const crossed = pipes.find(
          other =>
            other !== pipe &&
            end !== undefined &&
            other.medium !== 'signal' &&
            pipe.medium !== 'signal' &&
            legsOf(other.path).some(leg => isInside(end, leg.start, leg.end)),
        );
        if (crossed === undefined || end === undefined || isPort(end, nodes)) return [];
        return [
          {
            rule: 'no-tee',
            path: ['pipes', i],
            what: {
              zh: `管线 "${pipe.id}" 接在 "${crossed.id}" 中间，没有三通`,
              en: `pipe "${pipe.id}" ends in the middle of "${crossed.id}" without a tee`,
            },
            right: {
              zh: `在 ${end.join(', ')} 放一个 tee，两条管线都接到它`,
              en: `put a tee at ${end.join(', ')} and lead both pipes to it`,
            },
          },
        ];
      }),
    )
    .filter(({ right }, i, all) => all.findIndex(other => other.right.en === right.en) === i);
}
