"""Roboto Regular and Bold as Google made them, and what reads them.

Release 2.138 (2017), unhinted, of https://github.com/googlefonts/roboto: Latin in full, Greek and
Cyrillic, outlines of TrueType that may be embedded. Taken from font-roboto 0.0.1 on PyPI; Debian's
package fonts-roboto-unhinted 2:0~20170802-3 has the same bytes. It stays this release, so that a
batch is printed again as it was. Licence: Roboto-LICENSE.txt (Apache 2.0).
"""
