export * from './entity.ts'
export { finishEntity } from './entity-hash.ts'
export type * from './scoring/query.ts'
export type * from './scoring/hit.ts'
export type { MatcherConfig, ScreeningIndex } from './candidates/screening-index.ts'
export { type CsvMapping, blacklistMapping, type MappedColumn, type MappedProperty } from './lists/csv-mapping.ts'
export { ListError, type ListErrorCode } from './lists/list-error.ts'
export { parseCsvMapping } from './lists/parse-csv-mapping.ts'
export { applyFtmDeltas, deltasSince } from './lists/ftm-delta.ts'
export { type CatalogDataset, type CatalogResource, readCatalog } from './lists/ftm-catalog.ts'
export { isListFormat, type ListFormat, listFormats, parserFor, parserVersion } from './lists/list-formats.ts'
export {
  type ListFile,
  type ListParser,
  memoryFile,
  diskFile,
  type ParseRequest,
  type Publication,
} from './lists/list-input.ts'
export type { ListCanaries } from './versions/canaries.ts'
export { demoLists, ensureDemoLists } from './versions/demo-lists.ts'
export { diffVersions, type ListDelta } from './versions/delta.ts'
export { deltaBetween, importList } from './versions/import-list.ts'
export type { ImportResult, ListImport } from './versions/list-import.ts'
export { type FetchRules, type ListFetch, listFetch, type ListResponse } from './versions/fetch-list.ts'
export { type ListFolder, readListFolder } from './versions/list-folder.ts'
export { type ListSource, officialSource, officialSources, openSanctionsSource } from './versions/list-source.ts'
export { type ListStore, openListStore } from './versions/list-store.ts'
export { isDue, updateList, updateLists, type UpdateResult, type UpdateRules } from './versions/update-lists.ts'
export type { HttpValidators, ListIndex, ListSnapshot, ListStatus, VersionChange } from './versions/snapshot.ts'
export { createScreeningIndex, type IndexOptions } from './candidates/create-screening-index.ts'
export { defaultMatcherConfig } from './scoring/policy.ts'
export { BatchError, type BatchErrorCode } from './batch/batch-error.ts'
export { evaluate, type Evaluation, type Judged } from './batch/evaluate.ts'
export { matchQueries, type MatchedQuery } from './batch/match-queries.ts'
export { type BatchOptions, type ScoredPair, scorePairs } from './batch/score-pairs.ts'
export type { TableSource } from './batch/read-table.ts'
export { pruneSnapshots, type PruneRules } from './versions/prune-snapshots.ts'
