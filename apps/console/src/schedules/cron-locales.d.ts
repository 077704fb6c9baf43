/** The package types its main entry only; a locale adds itself to it when imported. */
declare module 'cronstrue/locales/de.js'
