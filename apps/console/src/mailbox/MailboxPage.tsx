import { type Mailbox, MailboxSchema } from '@gatehouse/kyc/wire'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../api/request.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/class-names.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TextField } from '../ui/Field.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'

type Mail = Mailbox[number]

const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ signal }) => request('/ui/v1/mailbox', MailboxSchema, { signal }),
})

const route = getRouteApi('/shell/mailbox')
const momentOf = (mail: Mail): number => Date.parse(mail.sentAt)

/** Mail of the demo, newest first; nothing leaves the machine. */
export function MailboxPage() {
  const { t } = useTranslation('operate')
  const { id } = route.useSearch()
  const navigate = route.useNavigate()
  const mailbox = useQuery(mailboxQuery)
  const [text, setText] = useState('')
  const needle = text.trim().toLowerCase()
  const mails = [...(mailbox.data ?? [])]
    .filter((mail) => `${mail.to} ${mail.subject}`.toLowerCase().includes(needle))
    .sort((a, b) => momentOf(b) - momentOf(a))
  const chosen = mailbox.data?.find((mail) => mail.id === id)
  const open = (next: string | undefined) => void navigate({ search: { id: next }, replace: true, resetScroll: false })
  return (
    <>
      <PageHeader title={t('mailbox.title')} lead={t('mailbox.lead')} />
      {mailbox.isError && <ErrorPanel error={mailbox.error} onRetry={() => void mailbox.refetch()} />}
      {mailbox.isPending && <Skeleton />}
      {mailbox.data?.length === 0 && (
        <section className="card">
          <EmptyState title={t('mailbox.none')} hint={t('mailbox.noneHint')} />
        </section>
      )}
      {(mailbox.data?.length ?? 0) > 0 && (
        <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <section className="card min-w-0 self-start">
            <div className="p-3">
              <TextField
                label={t('mailbox.filter')}
                hideLabel
                placeholder={t('mailbox.filter')}
                type="search"
                value={text}
                onChange={setText}
              />
            </div>
            {mails.length === 0 && <EmptyState title={t('mailbox.noneMatch')} />}
            <ul>
              {mails.map((mail) => (
                <li key={mail.id}>
                  <button
                    type="button"
                    aria-current={mail.id === id ? 'true' : undefined}
                    onClick={() => open(mail.id)}
                    className={cx(
                      'block w-full border-t border-hairline px-4 py-2 text-start hover:bg-sunken',
                      mail.id === id && 'bg-accent-tint',
                    )}
                  >
                    <span className="flex justify-between gap-3">
                      <span className="truncate font-semibold">{mail.subject}</span>
                      <span className="shrink-0 text-xs text-muted">
                        <Time at={mail.sentAt} />
                      </span>
                    </span>
                    <span className="block truncate text-muted">{mail.to}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <section className="card min-w-0 self-start p-4">
            {chosen === undefined ? (
              <p className="text-muted">{t('mailbox.choose')}</p>
            ) : (
              <MailText mail={chosen} onClose={() => open(undefined)} />
            )}
          </section>
        </div>
      )}
    </>
  )
}

function MailText({ mail, onClose }: { readonly mail: Mail; readonly onClose: () => void }) {
  const { t } = useTranslation('operate')
  return (
    <article>
      <div className="mb-3 flex items-start justify-between gap-2 border-b border-hairline pb-3">
        <div>
          <h2 className="text-lg font-semibold" dir="auto">
            {mail.subject}
          </h2>
          <p className="text-muted">
            {t('mailbox.column.to')} {mail.to} · <Time at={mail.sentAt} />
          </p>
        </div>
        <Button variant="quiet" iconOnly aria-label={t('mailbox.close')} onPress={onClose}>
          <X size={16} aria-hidden="true" />
        </Button>
      </div>
      <div className="max-w-prose text-md whitespace-pre-wrap break-anywhere" dir="auto">
        <Linked text={mail.text} />
      </div>
    </article>
  )
}

/** Addresses in the text become links; nothing else of it is more than text. */
function Linked({ text }: { readonly text: string }) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      // Pieces of one text keep their order.
      // oxlint-disable-next-line react/no-array-index-key
      <a key={index} href={part} rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
