import { describe, expect, it } from 'vitest'
import { landingPage, visibleAreas } from './areas.ts'

describe('areas', () => {
  it('opens what the rights name and nothing else', () => {
    expect([...visibleAreas(['engine.read', 'engine.write'])]).toEqual(['build', 'operate'])
    expect([...visibleAreas(['case.read', 'lists.read'])]).toEqual(['cases', 'screening'])
    expect([...visibleAreas([])]).toEqual([])
  })

  it('lets people begin where their work is, if the page exists', () => {
    expect(landingPage(['case.work'], () => true)).toBe('/cases')
    expect(landingPage(['case.work'], (to) => to === '/home')).toBe('/home')
    expect(landingPage(['engine.write'], () => true)).toBe('/home')
  })
})
