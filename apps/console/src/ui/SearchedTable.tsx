import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import { type Column, DataTable } from './DataTable.tsx'
import { EmptyState } from './EmptyState.tsx'
import { ErrorPanel } from './ErrorPanel.tsx'
import { TextField } from './Field.tsx'
import { Skeleton } from './Skeleton.tsx'
import { useRowKeys } from './use-row-keys.ts'

interface SearchedTableProps<Row> {
  /** Everything there is; `rows` is what is left of it by the search. */
  readonly query: UseQueryResult<readonly Row[]>
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly onOpen: (row: Row) => void
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly words: Readonly<Record<'caption' | 'search' | 'none' | 'noneHint' | 'noneMatch', string>>
  /** Makes the first row where there is none. */
  readonly create?: ReactNode
}

/** A card with one search field over a table of all there is, and what stands there while it is not. */
export function SearchedTable<Row>(props: SearchedTableProps<Row>) {
  const { query, rows, rowKey, onOpen, onSearch, words, create } = props
  const { t } = useTranslation()
  const cursor = useRowKeys(rows, rowKey, onOpen)
  return (
    <section className="card">
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={8} />}
      {query.data?.length === 0 && <EmptyState title={words.none} hint={words.noneHint} action={create} />}
      {(query.data?.length ?? 0) > 0 && (
        <>
          <div className="max-w-sm p-3">
            <TextField
              label={words.search}
              hideLabel
              placeholder={words.search}
              type="search"
              value={props.search}
              onChange={onSearch}
            />
          </div>
          {rows.length === 0 ? (
            <EmptyState
              title={words.noneMatch}
              action={<Button onPress={() => onSearch('')}>{t('action.clearFilters')}</Button>}
            />
          ) : (
            <DataTable
              caption={words.caption}
              columns={props.columns}
              rows={rows}
              rowKey={rowKey}
              onOpen={onOpen}
              isCurrent={(row) => rowKey(row) === cursor}
            />
          )}
        </>
      )}
    </section>
  )
}
