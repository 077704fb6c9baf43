import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'

interface PagedList {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

/** Below a list that comes in pages: brings the next one, as long as there is one. */
export function LoadMore({ list }: { readonly list: PagedList }) {
  const { t } = useTranslation()
  if (!list.hasNextPage) return null
  return (
    <div className="border-t border-hairline px-3 py-2 text-end">
      <Button isDisabled={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
        {t('table.loadMore')}
      </Button>
    </div>
  )
}
