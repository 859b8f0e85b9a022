// Runs before the first paint, so that what was chosen never flashes in another look.
try {
  for (const choice of ["theme", "contrast", "density", "motion"]) {
    document.documentElement.dataset[choice] = localStorage.getItem(`aside.${choice}`) ?? "system";
  }
} catch {
  // Storage is switched off: the system's look it is.
}
if (matchMedia("(prefers-contrast: more)").matches) document.documentElement.dataset.contrast = "high";
