/** `scenes/*.json`: a mimic screen. Symbol names and roles are checked by the renderer's lint; names and expressions here. */
import { type Scene, sceneSchema } from '../../shared/model/scene.ts';
import { readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import { checkExpression, type Known } from './references.ts';

/** Null when the file cannot be used. */
export function readSceneFile(
  file: string,
  source: string,
  context: { known: Known; problems: ProblemList },
): Scene | null {
  const document = readDocument<Scene>(file, source, sceneSchema, context.problems);
  if (document === null) return null;
  const scene = document.value;
  const seen = new Set<string>();
  const unique = (id: string, path: readonly PropertyKey[]) => {
    if (seen.has(id)) {
      document.complain(
        path,
        { zh: `标识 "${id}" 重复`, en: `id "${id}" appears twice` },
        { zh: '画面内标识必须唯一', en: 'ids are unique within a scene' },
      );
    }
    seen.add(id);
  };
  scene.nodes.forEach((node, i) => {
    unique(node.id, ['nodes', i, 'id']);
    const [x, y] = node.at;
    if (x < 0 || y < 0 || x > scene.size[0] || y > scene.size[1]) {
      document.complain(
        ['nodes', i, 'at'],
        { zh: `位置 ${x},${y} 在画面之外`, en: `${x},${y} lies outside the scene` },
        { zh: `画面为 ${scene.size.join(' × ')}`, en: `the scene is ${scene.size.join(' × ')}` },
      );
    }
    for (const [role, binding] of Object.entries(node.bind)) {
      checkBinding(binding, context.known, { document, path: ['nodes', i, 'bind', role] });
    }
  });
  scene.pipes.forEach((pipe, i) => {
    unique(pipe.id, ['pipes', i, 'id']);
    if (pipe.flow !== undefined) checkBinding(pipe.flow, context.known, { document, path: ['pipes', i, 'flow'] });
  });
  return scene;
}

function checkBinding(
  binding: string,
  known: Known,
  { document, path }: { document: Source<Scene>; path: readonly PropertyKey[] },
): void {
  if (binding.startsWith('=')) {
    checkExpression(binding.slice(1), known, (what, right) => document.complain(path, what, right));
  } else if (known.tags !== null && !known.tags.has(binding)) {
    document.complain(
      path,
      { zh: `位号 "${binding}" 不存在`, en: `tag "${binding}" does not exist` },
      {
        zh: '写 tags.csv 中的位号,或以 = 开头的表达式',
        en: 'name a tag of tags.csv, or an expression that starts with =',
      },
    );
  }
}
