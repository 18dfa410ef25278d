/** The pipes of a scene: their ends, their way, and the expression that says whether they flow. */
import {
  type PipeEnd,
  type PipeFile,
  pipeSchema,
  type SceneNode,
  type ScenePipe,
} from '../../../shared/model/scene.ts';
import { type PlacedPort, placePort } from '../../../shared/scene/place-node.ts';
import { routePipe } from '../../../shared/scene/route-pipe.ts';
import { symbolRules } from '../../../shared/scene/symbol-catalogue.ts';
import { fieldOf, listOf, type Source } from '../document.ts';
import { checkBinding, type Known } from '../references.ts';

type Path = readonly PropertyKey[];

interface Context {
  readonly known: Known;
  /** Those that could be read. */
  readonly nodes: readonly SceneNode[];
  readonly grid: number;
  /** Complains about an id that was there already. */
  readonly unique: (id: string, path: Path) => void;
}

/** Every pipe with its way, or null after complaining when one of them has none. */
export function readPipes(document: Source, context: Context): readonly ScenePipe[] | null {
  const given = listOf(document.data, 'pipes');
  const pipes = given.flatMap((raw, i) => {
    const pipe = pipeSchema.safeParse(raw).data;
    if (pipe === undefined) return [];
    const path = ['pipes', i];
    context.unique(pipe.id, [...path, 'id']);
    if (pipe.flow !== undefined) checkBinding(pipe.flow, [...path, 'flow'], { known: context.known, document });
    const way = wayOf(document, { pipe, path, context });
    return way === null ? [] : [{ ...pipe, path: way }];
  });
  return pipes.length === given.length ? pipes : null;
}

interface Asked {
  readonly pipe: PipeFile;
  readonly path: Path;
  readonly context: Context;
}

function wayOf(document: Source, { pipe, path, context }: Asked): ScenePipe['path'] | null {
  if (pipe.path !== undefined) return drawnWay(document, { pipe, path });
  const { from, to } = pipe;
  if (from === undefined || to === undefined) {
    document.complain(
      from === undefined && to === undefined ? path : [...path, from === undefined ? 'to' : 'from'],
      { zh: `管线 "${pipe.id}" 缺少${missing(pipe).zh}`, en: `pipe "${pipe.id}" lacks ${missing(pipe).en}` },
      {
        zh: '写 from 和 to（"节点.端口" 或 [x, y]），或写 path',
        en: 'write from and to ("NODE.port" or [x, y]), or a path',
      },
    );
    return null;
  }
  const start = endOf(document, { end: from, path: [...path, 'from'], context });
  const end = endOf(document, { end: to, path: [...path, 'to'], context });
  if (start === null || end === null) return null;
  const way = routePipe({ from: start, to: end, via: pipe.via ?? [], grid: context.grid });
  if (way !== null) return way.map(([x, y]) => [x, y]);
  document.complain(
    path,
    { zh: `管线 "${pipe.id}" 找不到走线`, en: `there is no way for pipe "${pipe.id}"` },
    {
      zh: '两端须不同；via 中的点须各不相同',
      en: 'its ends lie in different places; the points of via lie in different places',
    },
  );
  return null;
}

function missing({ from, to }: PipeFile): { readonly zh: string; readonly en: string } {
  if (from === undefined && to === undefined) return { zh: ' path 或 from、to', en: 'a path, or from and to' };
  return from === undefined ? { zh: ' from', en: 'from' } : { zh: ' to', en: 'to' };
}

function drawnWay(document: Source, { pipe, path }: Omit<Asked, 'context'>): ScenePipe['path'] | null {
  const strange = (['from', 'to', 'via'] as const).find(key => pipe[key] !== undefined);
  if (strange === undefined) return pipe.path ?? null;
  document.complain(
    [...path, strange],
    { zh: `管线 "${pipe.id}" 已有 path`, en: `pipe "${pipe.id}" has a path already` },
    { zh: `去掉 path，或去掉 ${strange}`, en: `remove the path, or remove ${strange}` },
  );
  return null;
}

/** Where an end lies, or null after complaining, or when its node has been complained about. */
function endOf(
  document: Source,
  { end, path, context }: { end: PipeEnd; path: Path; context: Context },
): PlacedPort | null {
  if (typeof end !== 'string') return { at: end, toward: null };
  const dot = end.lastIndexOf('.');
  const [id, port] = [end.slice(0, dot), end.slice(dot + 1)];
  const node = context.nodes.find(n => n.id === id);
  if (node === undefined) {
    if (isNamed(document, id)) return null;
    document.complain(
      path,
      { zh: `节点 "${id}" 不存在`, en: `there is no node "${id}"` },
      { zh: '写本画面 nodes 中的 id', en: 'name the id of a node of this scene' },
    );
    return null;
  }
  const placed = placePort(node, port);
  if (placed !== null || symbolRules(node.symbol) === undefined) return placed;
  const ports = Object.keys(symbolRules(node.symbol)?.ports ?? {});
  document.complain(
    path,
    { zh: `图元 ${node.symbol} 没有端口 "${port}"`, en: `symbol ${node.symbol} has no port "${port}"` },
    ports.length === 0
      ? { zh: '此图元不接管线；写 [x, y]', en: 'nothing is connected to this symbol; write [x, y]' }
      : { zh: `可用端口：${ports.join(', ')}`, en: `its ports are ${ports.join(', ')}` },
  );
  return null;
}

/** True for a node that is there but could not be read: what is wrong with it has been said. */
const isNamed = (document: Source, id: string): boolean =>
  listOf(document.data, 'nodes').some(raw => fieldOf(raw, 'id') === id);
