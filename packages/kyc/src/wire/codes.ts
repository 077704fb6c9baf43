/** Codes that pages show, as plain lists: pages that need no schema load none. */
export { SECTIONS } from '../application/section.ts'
export { CASE_STATES } from '../case/case.ts'
