import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface SkeletonProps {
  readonly rows?: number
  readonly height?: number
}

/** Nothing for 150 ms, then the shape of the content, after 4 s a sentence. */
export function Skeleton({ rows = 6, height = 32 }: SkeletonProps) {
  const { t } = useTranslation()
  const stage = useStage()
  if (stage === 'nothing') return <div className="min-h-24" />
  return (
    <div role="status" aria-label={t('loading.label')} className="space-y-2 p-4">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton" style={{ height, width: `${100 - ((row * 13) % 30)}%` }} />
      ))}
      {stage === 'long' && <p className="text-muted">{t('loading.still')}</p>}
    </div>
  )
}

type Stage = 'nothing' | 'shape' | 'long'

function useStage(): Stage {
  const [stage, setStage] = useState<Stage>('nothing')
  useEffect(() => {
    const shape = setTimeout(() => setStage('shape'), 150)
    const long = setTimeout(() => setStage('long'), 4_000)
    return () => {
      clearTimeout(shape)
      clearTimeout(long)
    }
  }, [])
  return stage
}
