/**
 * `scenes/*.json`: a mimic screen. Its form, its symbols with their roles and props, and every name and expression in it are
 * checked here: what passes can be drawn.
 */
import { nodeSchema, type Scene, type SceneFile, type SceneNode, sceneSchema } from '../../shared/model/scene.ts';
import { type BoundAsset, bindAsset } from '../../shared/scene/bind-asset.ts';
import { fieldOf, listOf, readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import { checkBinding, type Known } from './references.ts';
import { readPipes } from './scene/scene-pipes.ts';
import { checkSymbol } from './scene/scene-symbol.ts';

type Path = readonly PropertyKey[];

interface Context {
  readonly known: Known;
  /** Equipment by its id; null when the file that names it could not be read. */
  readonly assets: ReadonlyMap<string, BoundAsset> | null;
  readonly problems: ProblemList;
}

/** `id` of the scene as far as it can be read; `scene` is null when the file cannot be used. */
export function readSceneFile(
  file: string,
  source: string,
  { known, assets, problems }: Context,
): { readonly id: string | null; readonly scene: Scene | null; readonly document: Source | null } {
  const document = readDocument(file, source, problems);
  if (document === null) return { id: null, scene: null, document };
  const scene = document.check<SceneFile>(sceneSchema);
  const { data } = document;
  const id = sceneSchema.shape.id.safeParse(fieldOf(data, 'id')).data ?? null;
  const size = sceneSchema.shape.size.safeParse(fieldOf(data, 'size')).data ?? null;
  const unique = uniqueIn(document);
  // What is wrong with one node has been said above; the others are checked all the same.
  const nodes = listOf(data, 'nodes').flatMap((raw, i) => {
    const node = nodeSchema.safeParse(raw).data;
    if (node === undefined) return [];
    const path = ['nodes', i];
    unique(node.id, [...path, 'id']);
    if (size !== null) checkPlace(document, { at: node.at, size, path: [...path, 'at'] });
    const bound = boundBy(document, { node, path, assets });
    checkSymbol(document, { node, path, bound });
    for (const [role, binding] of Object.entries(node.bind)) {
      checkBinding(binding, [...path, 'bind', role], { known, document });
    }
    return [{ ...node, bind: bound ?? node.bind }];
  });
  const grid = sceneSchema.shape.grid.safeParse(fieldOf(data, 'grid')).data ?? 10;
  const pipes = readPipes(document, { known, nodes, grid, unique });
  return { id, scene: scene === null || pipes === null ? null : { ...scene, nodes, pipes }, document };
}

/** All that a node binds with what its asset binds for it; null for an asset of which nothing is known. */
function boundBy(
  document: Source,
  { node, path, assets }: { node: SceneNode; path: Path; assets: Context['assets'] },
): SceneNode['bind'] | null {
  if (node.asset === undefined) return node.bind;
  const asset = assets?.get(node.asset);
  if (asset !== undefined) return bindAsset(node, asset);
  if (assets !== null) {
    document.complain(
      [...path, 'asset'],
      { zh: `设备 "${node.asset}" 不存在`, en: `asset "${node.asset}" does not exist` },
      { zh: '写 assets.json 中的设备位号', en: 'name an asset of assets.json' },
    );
  }
  return null;
}

function uniqueIn(document: Source): (id: string, path: Path) => void {
  const seen = new Map<string, Path>();
  return (id, path) => {
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, path);
      return;
    }
    const line = document.lineOf(first);
    document.complain(
      path,
      { zh: `标识 "${id}" 重复`, en: `id "${id}" appears twice` },
      {
        zh: `第 ${line} 行已有；画面内标识必须唯一`,
        en: `line ${line} has it already; ids are unique within a scene`,
      },
    );
  };
}

function checkPlace(
  document: Source,
  { at, size, path }: { at: SceneNode['at']; size: Scene['size']; path: Path },
): void {
  const [x, y] = at;
  if (x >= 0 && y >= 0 && x <= size[0] && y <= size[1]) return;
  document.complain(
    path,
    { zh: `位置 ${x},${y} 在画面之外`, en: `${x},${y} lies outside the scene` },
    { zh: `画面为 ${size.join(' × ')}`, en: `the scene is ${size.join(' × ')}` },
  );
}
