import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/class-names.ts'
import { createLive, type LiveState } from './live.ts'

const dots: Record<LiveState, string> = {
  connecting: 'bg-idle',
  live: 'bg-ok',
  reconnecting: 'bg-warn',
  paused: 'bg-hold',
}

/** Says whether the page follows the server, and stops the movement on demand. */
export function LiveIndicator() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [live] = useState(() => createLive(client))
  const state = useSyncExternalStore(live.subscribe, live.snapshot)
  useEffect(() => {
    live.start()
    return live.stop
  }, [live])
  const isPaused = state === 'paused'
  return (
    <Button
      variant="quiet"
      aria-label={`${t(`live.${state}`)}. ${isPaused ? t('live.resume') : t('live.pause')}`}
      onPress={isPaused ? live.start : live.pause}
    >
      <span aria-hidden="true" className={cx('size-2 rounded-full', dots[state])} />
      <span className="hidden text-xs sm:inline">{t(`live.${state}`)}</span>
    </Button>
  )
}
