import type { Catalogue } from '../catalogue.ts'
import type { audit as english } from '../en/audit.ts'

export const audit: Catalogue<typeof english> = {
  title: 'Protokoll',
  lead: 'Wer was wann getan hat. Jeder Eintrag trägt den Hash des vorigen.',
  verifyLink: 'Kette prüfen',
  action: 'Handlung',
  actor: 'Kennung der Person',
  caseId: 'Kennung des Falls',
  filter: 'Filtern',
  none: 'Kein Eintrag',
  noneHint: 'Der erste Eintrag entsteht, sobald das Erste geschieht.',
  column: { seq: 'Nr.', at: 'Wann', actor: 'Wer', action: 'Was', object: 'Woran', reason: 'Grund', hash: 'Hash' },
  case: 'Fall',
  details: 'Was sich änderte',
  verify: {
    title: 'Kette des Protokolls prüfen',
    lead: 'Berechnet jeden Hash neu, vom ersten bis zum letzten Eintrag. Auch das wird festgehalten.',
    run: 'Alles prüfen',
    running: 'Wird geprüft …',
    intact_one: 'Unversehrt: {{count}} Eintrag',
    intact_other: 'Unversehrt: {{count}} Einträge',
    head: 'Ende der Kette',
    broken: 'Erster Bruch bei Eintrag {{seq}}',
    expected: 'Erwartet',
    found: 'Gefunden',
    repeat: 'Mit der Kommandozeile wiederholen',
    repeatHint: 'Der Auszug lässt sich auch auf einem anderen Rechner prüfen, ohne diesen Server:',
    export: 'Auszug herunterladen',
    back: 'Zu den Einträgen',
  },
}
