/** Downloads `[{name, blob}]`, as browsers let a page do. */
export async function saveFiles(files) {
  for (const {name, blob} of files) {
    const link = document.createElement('a');
    link.download = name;
    link.href = URL.createObjectURL(blob);
    link.click();
    // Browsers that ask where to save, or save one file at a time, need a moment.
    await new Promise(resolve => setTimeout(resolve, 200));
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}
