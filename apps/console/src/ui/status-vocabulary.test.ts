import { describe, expect, it } from 'vitest'
import { common as german } from '../i18n/de/common.ts'
import { common as english } from '../i18n/en/common.ts'
import { isFailure, isOpen, statusKeys, statusLook, taskStatus } from './status-vocabulary.ts'

describe('status vocabulary', () => {
  it('has a word in both languages for every status', () => {
    for (const status of statusKeys) {
      expect(english.status[status]).not.toBe('')
      expect(german.status[status]).not.toBe('')
    }
  })

  it('shows a status it does not know, as idle', () => {
    expect(statusLook('SOMETHING_NEW')).toMatchObject({ tone: 'idle', glyph: '?' })
    expect(statusLook('__proto__')).toMatchObject({ glyph: '?' })
  })

  it.each([
    ['IN_PROGRESS', 'HUMAN', 'WAITING'],
    ['IN_PROGRESS', 'WAIT', 'WAITING'],
    ['IN_PROGRESS', 'HTTP', 'IN_PROGRESS'],
    ['COMPLETED', 'HUMAN', 'COMPLETED'],
  ])('says %s of a %s task as %s', (status, type, said) => {
    expect(taskStatus(status, type)).toBe(said)
  })

  it('tells failures and open states apart', () => {
    expect(statusKeys.filter(isFailure)).toEqual(['FAILED', 'FAILED_WITH_TERMINAL_ERROR', 'TIMED_OUT'])
    expect(statusKeys.filter((status) => isFailure(status) && isOpen(status))).toEqual([])
  })
})
