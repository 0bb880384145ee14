# Prints the list that another system exports each night, once. How it works: docs/nightly.md.
#
#   powershell -NoProfile -File nightly.ps1 -List C:\Export\clients.csv -Folder C:\Letters
param(
    [Parameter(Mandatory = $true)][string] $List,
    [Parameter(Mandatory = $true)][string] $Folder
)

# what prisonmail says is UTF-8, whatever the console has
$env:PYTHONUTF8 = '1'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8

New-Item -ItemType Directory -Force -Path $Folder | Out-Null
if (-not (Test-Path -LiteralPath $List)) { exit 0 } # nothing was exported, or it is done

$digest = (Get-FileHash -LiteralPath $List -Algorithm SHA256).Hash.ToLower()
$name = [IO.Path]::GetFileNameWithoutExtension($List) + '-' + $digest.Substring(0, 8)
$stem = Join-Path $Folder $name

$said = & prisonmail generate $List -o "$stem.pdf" --manifest "$stem.csv" --idempotency-key "nightly $digest" --json
$code = $LASTEXITCODE
$said | Set-Content -LiteralPath "$stem.json" -Encoding UTF8
$answer = ($said -join "`n") | ConvertFrom-Json

if ($code -eq 0) {
    # so that the same export is not found tomorrow
    Move-Item -LiteralPath $List -Destination ($stem + '-list' + [IO.Path]::GetExtension($List))
    exit 0
}
# counts and codes, and no names: a log may be read by others
if ($answer.error) {
    $why = "$($answer.error.kind): $($answer.error.message) $($answer.error.help)"
} else {
    $codes = $answer.problems | Where-Object severity -eq 'error' | Select-Object -ExpandProperty code -Unique
    $why = "$($answer.rows.bad) of $($answer.rows.read) rows have problems: $($codes -join ', ')"
}
"$(Get-Date -Format s) exit code $code, $why" | Add-Content -LiteralPath (Join-Path $Folder 'nightly.log') -Encoding UTF8
exit $code
