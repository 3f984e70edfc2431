; A per-user installer for Windows, made by build_installer.py with makensis. Written, not run yet.
; Needs /DVERSION, /DPROGRAM (the program folder) and /DOUT (the file to write).
Unicode true
!include "MUI2.nsh"

Name "Fieldline CRM"
OutFile "${OUT}"
; Per user: no administrator is needed, and the profile belongs to the user anyway.
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Fieldline CRM"
SetCompressor /SOLID lzma

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\FieldlineCRM"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

Section "Fieldline CRM"
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}\*"
  CreateShortCut "$SMPROGRAMS\Fieldline CRM.lnk" "$INSTDIR\fieldline-crm.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ; Addresses, and the kinds of file that it opens; each stays with the program that the person chose for it before.
  WriteRegStr HKCU "Software\Classes\fieldline" "" "URL:Fieldline CRM"
  WriteRegStr HKCU "Software\Classes\fieldline" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\fieldline\shell\open\command" "" '"$INSTDIR\fieldline-crm.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\FieldlineCRM.File" "" "Fieldline CRM"
  WriteRegStr HKCU "Software\Classes\FieldlineCRM.File\shell\open\command" "" '"$INSTDIR\fieldline-crm.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.bpmn\OpenWithProgids" "FieldlineCRM.File" ""
  WriteRegStr HKCU "Software\Classes\.vcf\OpenWithProgids" "FieldlineCRM.File" ""
  WriteRegStr HKCU "Software\Classes\.ics\OpenWithProgids" "FieldlineCRM.File" ""
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Fieldline CRM"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
SectionEnd

; Only what was installed goes: the user's replica may hold changes that no server has seen yet.
Section "Uninstall"
  Delete "$SMPROGRAMS\Fieldline CRM.lnk"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\fieldline-crm.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "Software\Classes\fieldline"
  DeleteRegKey HKCU "Software\Classes\FieldlineCRM.File"
  DeleteRegValue HKCU "Software\Classes\.bpmn\OpenWithProgids" "FieldlineCRM.File"
  DeleteRegValue HKCU "Software\Classes\.vcf\OpenWithProgids" "FieldlineCRM.File"
  DeleteRegValue HKCU "Software\Classes\.ics\OpenWithProgids" "FieldlineCRM.File"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
