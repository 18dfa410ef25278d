/**
 * The screens of a running station (main thread). A scene's file that has been changed is checked as at a start: a good one is
 * served from then on and its clients are told, and what the lint has against it is told as well; a bad one changes nothing but the
 * event stream, which says where and why, once, and when it is right again. A screen whose file is gone stays until the next start.
 */
import { join } from 'node:path';
import type { Scene } from '../../shared/model/scene.ts';
import type { SceneDescription } from '../../shared/model/station.ts';
import { byPlace } from '../../shared/scene/scene-order.ts';
import type { Text } from '../../shared/text/text.ts';
import type { Calculator } from '../calc/calculator.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Log } from '../platform/log.ts';
import { describeError } from '../platform/station-error.ts';
import { lintScene } from '../project/scene/lint-scenes.ts';
import { type RereadScenes, rereadScenes } from '../project/scene/reread-scenes.ts';
import type { PlacedScene } from '../project/scene-places.ts';
import type { StationProject } from '../project/types.ts';
import type { Catalogue } from '../tags/catalogue.ts';
import { watchFolder } from './folder-watch.ts';
import { brokenText, fullText, goneText, lintText, mendedText, renewedText } from './scene-texts.ts';

interface SceneDeskParts {
  readonly project: StationProject;
  readonly catalogue: Pick<Catalogue, 'replaceScene'>;
  readonly calculator: Pick<Calculator, 'add'>;
  readonly events: Pick<EventLog, 'add'>;
  readonly log: Log;
  /** Another one for tests, which say themselves when files have changed. */
  readonly watch?: typeof watchFolder;
}

/** Told of the ids of scenes that are served anew. */
type Listener = (ids: readonly string[]) => void;

export class SceneDesk {
  readonly #parts: SceneDeskParts;
  readonly #scenes: Map<string, Scene>;
  /** What was said last about each file that could not be used. */
  #blamed: ReadonlyMap<string, Text> = new Map();
  readonly #listeners = new Set<Listener>();
  readonly #watch: { stop(): void };

  constructor(parts: SceneDeskParts) {
    this.#parts = parts;
    this.#scenes = new Map(parts.project.scenes.map(scene => [scene.id, scene]));
    this.#watch = (parts.watch ?? watchFolder)({
      folder: join(parts.project.directory, 'scenes'),
      ending: '.json',
      onChange: () => this.#reread(),
      onFailure: error => parts.log.error(() => `screens not read again: ${describeError(error)}`),
    });
  }

  /** In the order of their function keys, then by level and id. */
  get descriptions(): readonly SceneDescription[] {
    return [...this.#scenes.values()]
      .map(({ id, title, level, place }) => ({ id, title, level, place }))
      .toSorted(byPlace);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#watch.stop();
    this.#listeners.clear();
  }

  async #reread(): Promise<void> {
    const read = await rereadScenes(this.#parts.project);
    const wrong = new Map(
      [...Map.groupBy(read.problems, ({ file }) => file)].map(([file, of]) => [file, brokenText(of)]),
    );
    const renewed: PlacedScene[] = [];
    for (const placed of read.scenes) {
      const { scene, file } = placed;
      if (JSON.stringify(scene) === JSON.stringify(this.#scenes.get(scene.id))) continue;
      if (this.#renew(scene)) renewed.push(placed);
      else wrong.set(file, fullText(file));
    }
    this.#blame(wrong, read, new Set(renewed.map(({ file }) => file)));
    for (const { scene, file } of renewed) this.#tell('info', file, renewedText(scene.title, file));
    const ids = renewed.map(({ scene }) => scene.id);
    if (ids.length > 0) for (const listener of this.#listeners) listener(ids);
    for (const placed of renewed) await this.#lint(placed);
  }

  /** False when there is no room for it: then nothing has changed. */
  #renew(scene: Scene): boolean {
    const { catalogue, calculator } = this.#parts;
    const added = catalogue.replaceScene(scene);
    if (added === null) return false;
    calculator.add(added);
    this.#scenes.set(scene.id, scene);
    return true;
  }

  /** Each mistake is told once, however often its file is saved with it, and its end where nothing else tells of it. */
  #blame(wrong: ReadonlyMap<string, Text>, { scenes }: RereadScenes, renewed: ReadonlySet<string>): void {
    const before = this.#blamed;
    this.#blamed = wrong;
    const usable = new Set(scenes.map(({ file }) => file));
    for (const file of before.keys()) {
      if (wrong.has(file) || renewed.has(file)) continue;
      this.#tell('info', file, usable.has(file) ? mendedText(file) : goneText(file));
    }
    for (const [file, text] of wrong) if (before.get(file)?.en !== text.en) this.#tell('warn', file, text);
  }

  /** It is served whatever the lint says: a text that lies over another must not keep a screen from those who need it. */
  async #lint(placed: PlacedScene): Promise<void> {
    const project = { ...this.#parts.project, scenes: [...this.#scenes.values()] };
    const found = await lintScene(placed, project);
    if (found.length > 0) this.#tell('warn', placed.file, lintText(found));
  }

  #tell(level: 'info' | 'warn', file: string, text: Text): void {
    this.#parts.log[level](() => text.en);
    this.#parts.events.add('configuration', file, text);
  }
}
