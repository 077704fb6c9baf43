import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { cx } from './class-names.ts'

interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  readonly children: ReactNode
  readonly wide?: boolean
  /** False for questions that must be answered, such as signing in again. */
  readonly isDismissable?: boolean
  readonly role?: 'dialog' | 'alertdialog'
}

/** A modal dialog; focus goes in and comes back to the opener. */
export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  wide = false,
  isDismissable = true,
  role = 'dialog',
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className="fixed inset-0 z-40 flex items-start justify-center overflow-y-auto bg-[rgb(10_14_18/0.5)] p-4 pt-[8vh]"
    >
      <Modal
        className={cx(
          'w-full rounded-lg border border-hairline bg-surface shadow-float',
          wide ? 'max-w-3xl' : 'max-w-lg',
        )}
      >
        <AriaDialog role={role} className="p-4 outline-none sm:p-6">
          <Heading slot="title" className="mb-3 text-lg font-semibold">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
