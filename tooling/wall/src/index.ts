// What the repository's documents are made from
export { reliabilityDocument } from './report/reliability-document.ts';

// Running it
export { fastWall, fullWall, type WallSettings } from './wall-settings.ts';
export { problemsOf, runWall, type RowResult, type WallResult } from './wall.ts';
