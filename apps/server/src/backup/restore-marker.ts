/** Folder inside a data folder in which a restore gets everything ready. While it is there, nothing may start on the data. */
export const restoreMarker = '.restoring'
