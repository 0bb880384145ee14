@echo off
rem Starts prisonmail. A list that is dropped on this file is printed beside itself.
setlocal EnableExtensions EnableDelayedExpansion
rem Explorer puts no quotes round A&B.csv, so that only here the name is whole.
set "PRISONMAIL_STARTED_BY=!cmdcmdline!"
setlocal DisableDelayedExpansion
"%~dp0python\python.exe" "%~dp0python\start.py" %*
set "ended=%errorlevel%"
setlocal EnableDelayedExpansion
set "started=!cmdcmdline:/c ""=!"
rem What stands behind the & would be run next, if the cmd went on that Explorer has started.
if not "!started!"=="!cmdcmdline!" exit !ended!
exit /b %ended%
