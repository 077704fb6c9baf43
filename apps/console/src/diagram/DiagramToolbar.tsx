import { Map as MapIcon, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'

interface DiagramToolbarProps {
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly onCycle: () => void
  readonly onFit: () => void
  readonly onZoomIn: () => void
  readonly onZoomOut: () => void
  readonly onMap: () => void
  readonly showsMap: boolean
  readonly onNextFailure: (() => void) | undefined
}

/** Everything that the keys of the diagram do, as buttons. */
export function DiagramToolbar(props: DiagramToolbarProps) {
  const { t } = useTranslation('diagram')
  return (
    <div className="no-print absolute end-2 bottom-2 z-10 sm:top-2 sm:bottom-auto flex max-w-full flex-wrap items-center gap-1 rounded-lg border border-hairline bg-surface p-1">
      <input
        type="search"
        className="input w-28 sm:w-36"
        aria-label={t('search')}
        placeholder={t('search')}
        value={props.search}
        onChange={(event) => props.onSearch(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && props.onCycle()}
      />
      {props.onNextFailure !== undefined && (
        <Button variant="quiet" iconOnly aria-label={t('nextFailure')} onPress={props.onNextFailure}>
          <span aria-hidden="true" className="text-bad">
            ✕↓
          </span>
        </Button>
      )}
      <Button variant="quiet" iconOnly aria-label={t('zoomOut')} onPress={props.onZoomOut}>
        <ZoomOut size={16} aria-hidden="true" />
      </Button>
      <Button variant="quiet" iconOnly aria-label={t('zoomIn')} onPress={props.onZoomIn}>
        <ZoomIn size={16} aria-hidden="true" />
      </Button>
      <Button variant="quiet" iconOnly aria-label={t('fit')} onPress={props.onFit}>
        <Maximize size={16} aria-hidden="true" />
      </Button>
      <Button variant="quiet" iconOnly aria-label={t('minimap')} aria-pressed={props.showsMap} onPress={props.onMap}>
        <MapIcon size={16} aria-hidden="true" />
      </Button>
    </div>
  )
}
