import type { NameExplanation } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { cx } from '../ui/class-names.ts'

type Piece = NameExplanation['alignment'][number]

const tones: Readonly<Record<Piece['relation'], string>> = {
  equal: 'text-bad',
  transliteration: 'text-bad',
  spelling: 'text-bad',
  joined: 'text-bad',
  nickname: 'text-warn',
  typo: 'text-warn',
  initial: 'text-warn',
  'legal-form': 'text-warn',
  abbreviation: 'text-warn',
  contradicts: 'text-ok',
  'only-in-query': 'text-muted',
  'only-in-list': 'text-muted',
}

/** Which piece of the asked name was compared with which of the listed one, and what was changed for it. */
export function NameAlignment({
  pieces,
  words,
}: {
  readonly pieces: readonly Piece[]
  readonly words: readonly string[]
}) {
  const { t, i18n } = useTranslation('screening')
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  return (
    <section aria-labelledby="name-pieces">
      <h3 id="name-pieces" className="mt-4 mb-2 font-semibold">
        {t('try.pieces')}
      </h3>
      <ol className="space-y-2">
        {pieces.map((piece, at) => (
          // Pieces may be equal texts twice; their place is what tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className="border-s-2 border-line ps-3">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <Text text={piece.query} />
              <span className={cx('text-xs font-semibold', tones[piece.relation])}>
                {t(`try.relation.${piece.relation}`)}
              </span>
              <Text text={piece.list} />
              <span className="ms-auto text-xs text-muted tabular">
                {t('try.share', { share: share.format(piece.weight) })}
              </span>
            </span>
            <span className="block text-sm text-muted">{words[at]}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Text({ text }: { readonly text: string | null }) {
  const { t } = useTranslation('screening')
  if (text === null) return <span className="text-muted">{t('try.nothing')}</span>
  return (
    <b className="break-anywhere" dir="auto" lang="und">
      {text}
    </b>
  )
}
