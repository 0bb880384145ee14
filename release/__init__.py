"""What makes a release of the package; no part of it. CONTRIBUTING.md says how to make one."""
